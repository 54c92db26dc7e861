namespace EtlKit.Docs.Tests;

/// <summary>A fenced block of a markdown page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">The 1-based line of the opening fence.</param>
/// <param name="Info">What stands after the opening fence.</param>
/// <param name="Code">The lines between the fences.</param>
/// <param name="Before">The last line before the block that isn't blank.</param>
internal sealed record CodeBlock(string Page, int Line, string Info, string Code, string Before)
{
    public bool IsCSharp => Info.Split(' ')[0] == "csharp";

    public bool IsCompiled => Info == "csharp";
}
