using System.Data.Common;

namespace EtlKit.Tests;

public sealed class DbErrorsTests
{
    [Theory]
    [InlineData("22001", ErrorKind.Data)]
    [InlineData("22003", ErrorKind.Data)]
    [InlineData("22P02", ErrorKind.Data)]
    [InlineData("23000", ErrorKind.Data)]
    [InlineData("23502", ErrorKind.Data)]
    [InlineData("23503", ErrorKind.Data)]
    [InlineData("23505", ErrorKind.Data)]
    [InlineData("23514", ErrorKind.Data)]
    [InlineData("23P01", ErrorKind.Data)]
    [InlineData("40002", ErrorKind.Data)]
    [InlineData("44000", ErrorKind.Data)]
    [InlineData("45000", ErrorKind.Data)]
    [InlineData("54000", ErrorKind.Data)]
    [InlineData("P0001", ErrorKind.Data)]
    [InlineData("08000", ErrorKind.Transient)]
    [InlineData("08001", ErrorKind.Transient)]
    [InlineData("08003", ErrorKind.Transient)]
    [InlineData("08004", ErrorKind.Transient)]
    [InlineData("08006", ErrorKind.Transient)]
    [InlineData("25P03", ErrorKind.Transient)]
    [InlineData("40000", ErrorKind.Transient)]
    [InlineData("40001", ErrorKind.Transient)]
    [InlineData("40P01", ErrorKind.Transient)]
    [InlineData("53000", ErrorKind.Transient)]
    [InlineData("53200", ErrorKind.Transient)]
    [InlineData("53300", ErrorKind.Transient)]
    [InlineData("55006", ErrorKind.Transient)]
    [InlineData("55P03", ErrorKind.Transient)]
    [InlineData("57P01", ErrorKind.Transient)]
    [InlineData("57P02", ErrorKind.Transient)]
    [InlineData("57P03", ErrorKind.Transient)]
    [InlineData("57P05", ErrorKind.Transient)]
    [InlineData("08007", ErrorKind.Fatal)]
    [InlineData("08P01", ErrorKind.Fatal)]
    [InlineData("28000", ErrorKind.Fatal)]
    [InlineData("28P01", ErrorKind.Fatal)]
    [InlineData("40003", ErrorKind.Fatal)]
    [InlineData("42501", ErrorKind.Fatal)]
    [InlineData("42601", ErrorKind.Fatal)]
    [InlineData("42P01", ErrorKind.Fatal)]
    [InlineData("53100", ErrorKind.Fatal)]
    [InlineData("53400", ErrorKind.Fatal)]
    [InlineData("58030", ErrorKind.Fatal)]
    [InlineData("XX001", ErrorKind.Fatal)]
    public void Classify_SqlState_DecidesWhateverTheDriverSays(string state, ErrorKind expected)
    {
        DbErrors.Classify(new Error(state, transient: false)).Should().Be(expected);
        DbErrors.Classify(new Error(state, transient: true)).Should().Be(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("HY000")]
    [InlineData("57014")]
    [InlineData("57P04")]
    [InlineData("22")]
    [InlineData("220010")]
    public void Classify_SqlStateUnknown_IsWhatTheDriverSays(string? state)
    {
        DbErrors.Classify(new Error(state, transient: false)).Should().Be(ErrorKind.Fatal);
        DbErrors.Classify(new Error(state, transient: true)).Should().Be(ErrorKind.Transient);
    }

    [Fact]
    public void Classify_DbExceptionInside_IsFoundAtAnyDepth()
    {
        var error = new Error("40001", transient: false);

        DbErrors.Classify(new InvalidOperationException("outer", new AggregateException(error))).Should().Be(ErrorKind.Transient);
        DbErrors.Classify(new Error(null, transient: false, error)).Should().Be(ErrorKind.Transient, "the one without a SQLSTATE says nothing");
        DbErrors.Classify(new Error("42P01", transient: false, error)).Should().Be(ErrorKind.Fatal, "the outer one is about what was asked for");
        DbErrors.Classify(new InvalidOperationException("outer", new TimeoutException())).Should().Be(ErrorKind.Fatal);
    }

    [Fact]
    public void Classify_ByDefault_IsThatOfALoader()
    {
        var loader = Loader.From<int>("x", (_, _) => ValueTask.CompletedTask);

        loader.Classify(new InvalidOperationException("outer", new Error("23505", transient: false))).Should().Be(ErrorKind.Data);
    }

    [Theory]
    [InlineData("23505", "a key is there already (SQLSTATE 23505)")]
    [InlineData("22P02", "a value doesn't fit (SQLSTATE 22P02)")]
    [InlineData("23XXX", "a constraint is broken (SQLSTATE 23XXX)")]
    public void DescribeRefusal_ByDefault_HoldsNothingOfADatabasesMessage(string state, string expected)
    {
        var loader = Loader.From<int>("x", (_, _) => ValueTask.CompletedTask);

        var rejection = loader.DescribeRefusal(new InvalidOperationException("outer secret", new Error(state, transient: false)));

        rejection.Reason.Should().Be(expected);
        rejection.Code.Should().Be(state);
    }

    private sealed class Error(string? state, bool transient, Exception? inner = null) : DbException("invalid input syntax for type integer: \"secret\"", inner)
    {
        public override string? SqlState => state;

        public override bool IsTransient => transient;
    }
}
