namespace EtlKit.Csv.Tests;

/// <summary>Makes files that nobody would write, the same ones for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Insertions =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), "\r"u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), [0], [0xFF], [0xC3],
        "\uFEFF"u8.ToArray(), "\",\""u8.ToArray(), "\"\n"u8.ToArray(), "\n\n"u8.ToArray(), " "u8.ToArray(), "żółć"u8.ToArray(),
    ];

    private static readonly byte[][] Seeds =
    [
        "id,text\n1,a\n2,b\n3,c\n"u8.ToArray(),
        "id,text\r\n1,\"a\r\nb\"\r\n2,\"x\"\"y\"\r\n\r\n3,c"u8.ToArray(),
        "\uFEFFid,text,more\n1,,\n2,\"\",\"\"\n3,\" , \",\"\n\"\n"u8.ToArray(),
        "id\n1\n\n2\n\"\"\n3\r4\r\r5"u8.ToArray(),
        [.. "a,b\n"u8, .. Enumerable.Repeat((byte)'x', 240), .. ",1\n"u8, .. "\""u8, .. Enumerable.Repeat((byte)'\n', 40), .. "\",2\n3,4\n"u8],
        [.. Enumerable.Range(0, 60).SelectMany(i => System.Text.Encoding.UTF8.GetBytes($"{i},\"field, {i}\",{new string('z', i)}\r\n"))],
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var text = new List<byte>(Pick(Seeds));
        for (var i = _random.Next(1, 12); i > 0; i--)
        {
            Mutate(text);
        }

        return [.. text];
    }

    public int Below(int limit) => _random.Next(limit);

    private void Mutate(List<byte> text)
    {
        var at = _random.Next(text.Count + 1);
        var length = Math.Min(_random.Next(1, 80), text.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < text.Count:
                text[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                text.RemoveRange(at, length);
                break;
            case 2:
                text.InsertRange(at, text.GetRange(at, length));
                break;
            case 3:
                var other = Pick(Seeds);
                var from = _random.Next(other.Length);
                text.InsertRange(at, other[from..Math.Min(other.Length, from + 80)]);
                break;
            default:
                text.InsertRange(at, Pick(Insertions));
                break;
        }
    }

    private byte[] Pick(byte[][] choices) => choices[_random.Next(choices.Length)];
}
