namespace EtlKit.Worker.Tests;

/// <summary>The manifests for Kubernetes hold what the worker needs to be run and stopped well.</summary>
public sealed class KubernetesTests
{
    public static TheoryData<string, string> PodSpecs { get; } = new() { { "CronJob", "spec/jobTemplate/spec/template/spec" }, { "Deployment", "spec/template/spec" } };

    [Fact]
    public void Times_ToStop_GrowOutwards()
    {
        Stops.DrainSeconds.Should().BeGreaterThan(0).And.BeLessThan(Stops.ShutdownSeconds);
        Stops.ShutdownSeconds.Should().BeLessThan(60);
    }

    [Theory]
    [MemberData(nameof(PodSpecs))]
    public void Pod_IsStoppedLaterThanTheWorkerStopsByItself(string kind, string path) =>
        Manifest.Find(kind)[path].Number("terminationGracePeriodSeconds").Should().BeGreaterThan(Stops.ShutdownSeconds);

    [Theory]
    [MemberData(nameof(PodSpecs))]
    public void Pod_RunsWithoutRightsItDoesntNeed(string kind, string path)
    {
        var pod = Manifest.Find(kind)[path];

        pod.Text("securityContext/runAsNonRoot").Should().Be("true");
        pod.Number("securityContext/runAsUser").Should().Be(1654);
        pod.Number("securityContext/fsGroup").Should().Be(1654);
        pod.Text("automountServiceAccountToken").Should().Be("false");
        pod.Text("containers/0/securityContext/allowPrivilegeEscalation").Should().Be("false");
        pod.Text("containers/0/securityContext/readOnlyRootFilesystem").Should().Be("true");
        pod.Texts("containers/0/securityContext/capabilities/drop").Should().Equal("ALL");
    }

    [Theory]
    [MemberData(nameof(PodSpecs))]
    public void Pod_NamesWhatIsThere(string kind, string path)
    {
        var pod = Manifest.Find(kind)[path];

        pod.Text("containers/0/envFrom/0/configMapRef/name").Should().Be(Manifest.Find("ConfigMap").Text("metadata/name"));
        pod.Text("containers/0/envFrom/1/secretRef/name").Should().Be(Manifest.Find("Secret").Text("metadata/name"));
        pod["volumes"].Items.Select(volume => volume.Get("persistentVolumeClaim/claimName")).OfType<Manifest>().Should().ContainSingle();
        pod.Text("volumes/0/persistentVolumeClaim/claimName").Should().Be(Manifest.Find("PersistentVolumeClaim").Text("metadata/name"));
        pod["containers/0/volumeMounts"].Items.Select(mount => mount.Text("name")).Should().BeEquivalentTo(pod["volumes"].Items.Select(volume => volume.Text("name")));
        pod["containers/0/volumeMounts"].Items.Select(mount => mount.Text("mountPath")).Should().Equal("/data", "/tmp");
    }

    [Fact]
    public void CronJob_TreatsEachExitCodeAsItIs()
    {
        var cronJob = Manifest.Find("CronJob");
        var job = cronJob["spec/jobTemplate/spec"];
        var rules = job["podFailurePolicy/rules"].Items.ToList();

        cronJob.Text("spec/concurrencyPolicy").Should().Be("Forbid");
        cronJob.Text("spec/schedule").Split(' ').Should().HaveCount(5);
        job.Text("template/spec/restartPolicy").Should().Be("Never", "a failure policy for pods takes it");
        job.Number("backoffLimit").Should().BeGreaterThanOrEqualTo(3, "10, 20 and 40 seconds are longer than the lease of a run lock");
        rules.Should().HaveCount(2);
        rules[0].Text("action").Should().Be("FailJob");
        rules[0].Text("onExitCodes/containerName").Should().Be(job.Text("template/spec/containers/0/name"));
        rules[0].Text("onExitCodes/operator").Should().Be("In");
        rules[0].Texts("onExitCodes/values").Should().Equal("2", "4");
        rules[1].Text("action").Should().Be("Ignore");
        rules[1].Text("onPodConditions/0/type").Should().Be("DisruptionTarget");
        job.Texts("template/spec/containers/0/args").Should().Equal("run", "events");
        Variables.Of(job["template/spec"]).Should().Contain(("Worker__SuccessExitCodes", "3"));
    }

    [Fact]
    public void Deployment_IsOnePodThatIsReplacedNotJoined()
    {
        var deployment = Manifest.Find("Deployment");

        deployment.Number("spec/replicas").Should().Be(1);
        deployment.Text("spec/strategy/type").Should().Be("Recreate");
        deployment.Get("spec/template/spec/containers/0/args").Should().BeNull("without arguments the worker serves");
        var label = deployment.Text("spec/template/metadata/labels/app");
        deployment.Text("spec/selector/matchLabels/app").Should().Be(label);
        Manifest.Find("Service").Text("spec/selector/app").Should().Be(label);
        Manifest.Find("NetworkPolicy").Text("spec/podSelector/matchLabels/app").Should().Be(label);
    }

    [Fact]
    public void Deployment_PortsAreOne()
    {
        var deployment = Manifest.Find("Deployment");
        var port = deployment.Text("spec/template/spec/containers/0/ports/0/containerPort");

        deployment["spec/template/metadata/annotations"].Pairs.Should().Contain(("prometheus.io/port", port));
        Variables.Of(deployment["spec/template/spec"]).Should().Contain(("ASPNETCORE_HTTP_PORTS", port));
        Manifest.Find("Service").Text("spec/ports/0/targetPort").Should().Be(deployment.Text("spec/template/spec/containers/0/ports/0/name"));
    }

    [Fact]
    public async Task Deployment_ProbesAndScrapes_AreAnswered()
    {
        var container = Manifest.Find("Deployment")["spec/template/spec/containers/0"];
        var annotations = Manifest.Find("Deployment")["spec/template/metadata/annotations"].Pairs.ToDictionary();
        using var files = new Workspace();
        files.WriteRows(1, 1);
        using var worker = Worker.Start(files, files.Variables());
        using var client = await worker.ConnectAsync();

        string[] paths =
        [
            container.Text("startupProbe/httpGet/path"), container.Text("livenessProbe/httpGet/path"), container.Text("readinessProbe/httpGet/path"), annotations["prometheus.io/path"],
        ];
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.Should().BeTrue($"{path} is asked for");
        }

        paths.Should().Equal("/health/live", "/health/live", "/health/ready", "/metrics");
        container.Number("readinessProbe/timeoutSeconds").Should().BeGreaterThan(5, "the target may take 5 seconds to answer");
        container.Text("readinessProbe/httpGet/port").Should().Be(container.Text("ports/0/name"));
        worker.Signal("TERM");
        (await worker.EndAsync()).ExitCode.Should().Be(0);
    }
}
