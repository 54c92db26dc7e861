using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EtlKit.Hosting.Tests;

public sealed class EtlPipelineSettingsTests
{
    [Fact]
    public void Get_PresentValues_AreReadFromThePipelineThenFromTheDefaults()
    {
        using var host = new Configured(
            ("EtlKit:Pipelines:events:Settings:Path", "data"),
            ("EtlKit:Defaults:Settings:Path", "elsewhere"),
            ("EtlKit:Defaults:Settings:Days", "3"),
            ("EtlKit:Defaults:Settings:Empty", " "),
            ("EtlKit:Defaults:Settings:Rate", "0.5"),
            ("ConnectionStrings:Warehouse", "Data Source=x.db")).Build();
        var settings = host.Services.GetEtlPipelineSettings("events");

        settings.GetRequired("path").Should().Be("data");
        settings.GetRequired<int>("Days").Should().Be(3);
        settings.Get("Rate", 1.0).Should().Be(0.5);
        settings.Get("Missing", 7).Should().Be(7);
        settings.Get("Empty").Should().BeNull();
        settings.GetRequiredConnectionString("Warehouse").Should().Be("Data Source=x.db");
    }

    [Fact]
    public void Get_MissingOrWrong_NamesTheKeyAndShowsNoValue()
    {
        using var host = new Configured(
            ("EtlKit:Pipelines:events:Settings:Pth", "hunter2"), ("EtlKit:Pipelines:events:Settings:Days", "hunter2"), ("ConnectionStrings:Other", "hunter2")).Build();
        var settings = host.Services.GetEtlPipelineSettings("events");

        MessageOf(() => settings.GetRequired("Path")).Should().Contain(
            "EtlKit:Pipelines:events:Settings:Path is missing (there is Pth): set it in the configuration, or as the environment variable EtlKit__Pipelines__events__Settings__Path.");
        MessageOf(() => settings.GetRequired<int>("Days")).Should().Contain("EtlKit:Pipelines:events:Settings:Days is set, but its value is not of the type Int32");
        MessageOf(() => settings.Get("Days", 1)).Should().Contain("Settings:Days is set");
        MessageOf(() => settings.GetRequiredConnectionString("Warehouse")).Should().Contain(
            "ConnectionStrings:Warehouse is missing: set it in the configuration, or as the environment variable ConnectionStrings__Warehouse.");
    }

    [Fact]
    public void GetEtlPipelineSettings_UnknownName_IsRefused()
    {
        using var host = new Configured().Build();

        host.Invoking(h => h.Services.GetEtlPipelineSettings("evnts")).Should().Throw<UnknownPipelineException>().WithMessage("*'events'*");
    }

    private static string MessageOf(Action read)
    {
        var message = read.Should().Throw<PipelineConfigurationException>().Which.Message;
        message.Should().NotContain("hunter2").And.StartWith("Pipeline 'events' can't be built:");
        return message;
    }
}
