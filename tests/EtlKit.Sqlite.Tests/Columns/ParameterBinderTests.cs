namespace EtlKit.Sqlite.Tests;

/// <summary>Values are the same whether they go to SQLite straight through its library or through the provider.</summary>
public sealed class ParameterBinderTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "a")]
    [InlineData(false, "a")]
    [InlineData(true, "żółć")]
    [InlineData(false, "żółć")]
    public void Bind_Texts_AreTexts(bool begin, string text)
    {
        using var database = new Database(_database.ConnectionString);
        using var statement = database.Prepare("SELECT typeof(?1), ?1, typeof(?2), ?2, typeof(?3)");
        if (begin)
        {
            statement.Parameters.BeginRows();
        }

        statement.Parameters.BindText(1, text);
        statement.Parameters.BindUtf8(2, Utf8Text.From(text).Span);
        statement.Parameters.BindBlob(3, Utf8Text.From(text).Span);

        statement.Step().Should().BeTrue();
        statement.ReadTexts().Should().Equal("text", text, "text", text, "blob");
    }
}
