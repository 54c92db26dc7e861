using System.Text;
using CsvToSqlite;

namespace EtlKit.Samples.Tests;

public sealed class IsoTimestampTests
{
    [Theory]
    [InlineData("2021-01-01", "2021-01-01T00:00:00")]
    [InlineData("2021-01-01T12:00:00", "2021-01-01T12:00:00")]
    [InlineData("2021-01-01 12:00:00", "2021-01-01T12:00:00")]
    [InlineData("2024-02-29 23:59:59", "2024-02-29T23:59:59")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00")]
    [InlineData("2021-01-01 12:00:00.5", "2021-01-01T12:00:00.500000")]
    [InlineData("2021-01-01T12:00:00.000001", "2021-01-01T12:00:00.000001")]
    [InlineData("2021-01-01T12:00:00.000000", "2021-01-01T12:00:00")]
    [InlineData("2021-01-01T12:00:00Z", "2021-01-01T12:00:00+00:00")]
    [InlineData("2021-01-01T12:00:00-00:00", "2021-01-01T12:00:00+00:00")]
    [InlineData("2021-01-01T12:00:00+05:30", "2021-01-01T12:00:00+05:30")]
    [InlineData("2021-01-01T12:00:00-0800", "2021-01-01T12:00:00-08:00")]
    [InlineData("2021-01-01T12:00:00+02", "2021-01-01T12:00:00+02:00")]
    [InlineData("2021-01-01T12:00:00.25-23:59", "2021-01-01T12:00:00.250000-23:59")]
    public void TryNormalize_Timestamp_IsWrittenInOneForm(string text, string expected)
    {
        var normalized = new byte[IsoTimestamp.MaxLength];
        IsoTimestamp.TryNormalize(Encoding.UTF8.GetBytes(text), normalized, out var length).Should().BeTrue();
        Encoding.UTF8.GetString(normalized, 0, length).Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021")]
    [InlineData("2021-13-01")]
    [InlineData("2021-00-01")]
    [InlineData("2021-02-29")]
    [InlineData("2021-01-32")]
    [InlineData("0000-01-01")]
    [InlineData("2021/01/01")]
    [InlineData(" 2021-01-01")]
    [InlineData("2021-01-01 ")]
    [InlineData("2021-01-01T24:00:00")]
    [InlineData("2021-01-01T12:60:00")]
    [InlineData("2021-01-01T12:00:60")]
    [InlineData("2021-01-01T12:00:00.")]
    [InlineData("2021-01-01T12:00:00.1234567")]
    [InlineData("2021-01-01T12:00:00+24:00")]
    [InlineData("2021-01-01T12:00:00+05:60")]
    [InlineData("2021-01-01T12:00:00+5:30")]
    [InlineData("2021-01-01T12:00:00z")]
    [InlineData("2021-01-01T12:00:00ZZ")]
    [InlineData("٢٠٢١-01-01")]
    public void TryNormalize_AnythingElse_IsRefused(string text) =>
        IsoTimestamp.TryNormalize(Encoding.UTF8.GetBytes(text), new byte[IsoTimestamp.MaxLength], out _).Should().BeFalse();

    [Theory]
    [InlineData("", 0.0)]
    [InlineData("42", 42.0)]
    [InlineData(" -1.5e3 ", -1500.0)]
    [InlineData("+3", 3.0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    public void EventValue_Number_IsParsed(string text, double expected)
    {
        EventValue.TryParse(Encoding.UTF8.GetBytes(text), out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("abc")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("infinite")]
    public void EventValue_AnythingElse_IsRefused(string text) => EventValue.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();
}
