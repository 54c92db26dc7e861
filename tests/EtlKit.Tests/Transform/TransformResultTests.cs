namespace EtlKit.Tests;

public sealed class TransformResultTests
{
    [Fact]
    public void Row_Converted_IsThere()
    {
        TransformResult<int> result = 5;

        (result.HasRow, result.IsFiltered, result.Rejection, result.Row).Should().Be((true, false, null, 5));
    }

    [Fact]
    public void Filter_Converted_HasNoRow()
    {
        TransformResult<int> result = TransformResult.Filter;

        (result.HasRow, result.IsFiltered, result.Rejection).Should().Be((false, true, null));
        FluentActions.Invoking(() => result.Row).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Reject_Converted_SaysWhy()
    {
        TransformResult<string> result = TransformResult.Reject("why");

        (result.HasRow, result.IsFiltered, result.Rejection!.Reason).Should().Be((false, false, "why"));
        FluentActions.Invoking(() => result.Row).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Reject_EmptyReason_IsRefused() =>
        FluentActions.Invoking(() => TransformResult.Reject(" ")).Should().Throw<ArgumentException>();
}
