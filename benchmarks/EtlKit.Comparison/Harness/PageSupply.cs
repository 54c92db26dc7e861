namespace EtlKit.Comparison;

/// <summary>
/// Has the system hold pages of memory ready. In a virtual machine, those that nobody uses may go back to the host, and getting them again takes so long that a run would be
/// measured by what came before it.
/// </summary>
internal static class PageSupply
{
    private const long Bytes = 1L << 30;
    private const int BlockSize = 1 << 20;

    /// <summary>Takes pages, and gives them back.</summary>
    /// <param name="directory">A directory in memory.</param>
    /// <param name="scale">The part of the usual number.</param>
    public static void Refresh(string directory, double scale)
    {
        var block = new byte[BlockSize];
        Array.Fill(block, (byte)1);
        using var file = new FileStream(
            Path.Combine(directory, "pages"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        for (var written = 0L; written < Bytes * scale; written += BlockSize)
        {
            file.Write(block);
        }
    }
}
