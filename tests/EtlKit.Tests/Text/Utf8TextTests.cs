using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace EtlKit.Tests.Text;

public sealed class Utf8TextTests
{
    public static TheoryData<string> Texts =>
        ["", "a", "k01-00000001", "a\0b", "żółć 表 😀", " \t\r\n", new string('x', 5000), new string('表', 2000), new string('表', 170), new string('表', 171), new string('x', Utf8TextBlock.LongestBytes), new string('x', Utf8TextBlock.LongestBytes + 1)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void From_BytesOrCharacters_HoldsTheSameText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        foreach (var made in new[] { Utf8Text.From(bytes), Utf8Text.From(text), Utf8Text.From(text.AsSpan()) })
        {
            made.ToString().Should().Be(text);
            made.Span.ToArray().Should().Equal(bytes);
            made.Memory.ToArray().Should().Equal(bytes);
            made.Length.Should().Be(bytes.Length);
            made.IsEmpty.Should().Be(text.Length == 0);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x82, (byte)'b' })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    public void From_BytesThatAreNotUtf8_HoldsWhatAStringWould(byte[] bytes)
    {
        var text = Utf8Text.From(bytes);

        text.ToString().Should().Be(Encoding.UTF8.GetString(bytes)).And.Contain("\uFFFD");
        Utf8.IsValid(text.Span).Should().BeTrue();
    }

    [Fact]
    public void From_LoneSurrogate_HoldsTheReplacementCharacter() => Utf8Text.From("a\uD83Db").ToString().Should().Be("a\uFFFDb");

    [Fact]
    public void From_NullString_Throws()
    {
        var act = () => Utf8Text.From((string)null!);

        act.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void From_ManyTexts_EachStaysAsItWas()
    {
        var expected = Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new string('ö', i % 100)}-{i}")).ToArray();

        var texts = expected.Select((text, i) => i % 2 == 0 ? Utf8Text.From(text) : Utf8Text.From(Encoding.UTF8.GetBytes(text))).ToArray();

        texts.Select(text => text.ToString()).Should().Equal(expected);
    }

    [Fact]
    public void From_OnAnotherThread_PutsTheTextIntoAnotherBlock()
    {
        var here = Utf8Text.From("here");
        Utf8Text there = default;
        var thread = new Thread(() => there = Utf8Text.From("there"));
        thread.Start();
        thread.Join();

        ArrayOf(there).Should().NotBeSameAs(ArrayOf(here));
        there.ToString().Should().Be("there");
    }

    [Fact]
    public void From_ManyShortTexts_AllocatesLittleMoreThanTheirBytes()
    {
        const int Count = 10_000;
        var bytes = "k01-00000001"u8.ToArray();
        var texts = new Utf8Text[Count];
        Fill();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.Should().BeLessThan(Count * (bytes.Length + 1), "they share blocks");

        void Fill()
        {
            for (var i = 0; i < Count; i++)
            {
                texts[i] = Utf8Text.From(bytes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Detach_Text_IsTheSameWithNothingElseInItsArray(string text)
    {
        var detached = Utf8Text.From(text).Detach();

        detached.Should().Be(Utf8Text.From(text));
        ArrayOf(detached).Should().HaveCount(detached.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("  a b\t\r\n")]
    [InlineData("   ")]
    [InlineData("\u00A0\u3000表\u2003")]
    [InlineData("\u200Ba\u200B")]
    [InlineData("\uFEFFa")]
    [InlineData("\0 a \0")]
    [InlineData(" 😀 ")]
    public void Trim_Text_LeavesWhatStringsTrimDoes(string text) => Utf8Text.From(text).Trim().ToString().Should().Be(text.Trim());

    [Fact]
    public void Equals_SameBytesInDifferentPlaces_IsTrue()
    {
        var left = Utf8Text.From("abc");
        var right = Utf8Text.From(" abc ").Trim();

        (left == right).Should().BeTrue();
        (left != right).Should().BeFalse();
        left.Equals((object)right).Should().BeTrue();
        left.GetHashCode().Should().Be(right.GetHashCode());
        left.Should().NotBe(Utf8Text.From("abd"));
        left.Equals("abc").Should().BeFalse();
        default(Utf8Text).Should().Be(Utf8Text.From("")).And.Be(Utf8Text.Empty);
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "ab")]
    [InlineData("a", "b")]
    [InlineData("Z", "a")]
    [InlineData("z", "é")]
    [InlineData("\uFFFD", "😀")] // which is the other way round for the characters of strings
    public void CompareTo_Texts_AreInTheOrderOfTheirCodePoints(string first, string second)
    {
        Utf8Text left = Utf8Text.From(first), right = Utf8Text.From(second);

        left.CompareTo(right).Should().BeNegative();
        right.CompareTo(left).Should().BePositive();
        left.CompareTo(Utf8Text.From(first)).Should().Be(0);
        (left < right && left <= right && right > left && right >= left && left <= Utf8Text.From(first) && left >= Utf8Text.From(first)).Should().BeTrue();
        (left > right || left >= right || right < left || right <= left).Should().BeFalse();
    }

    [Fact]
    public void CompareTo_Object_TakesTextsAlone()
    {
        IComparable text = Utf8Text.From("a");

        text.CompareTo(null).Should().BePositive();
        text.CompareTo(Utf8Text.From("b")).Should().BeNegative();
        text.Invoking(t => t.CompareTo("b")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Format_IntoCharactersAndBytes_IsTheText()
    {
        var text = Utf8Text.From("żółć");
        var bytes = new byte[20];

        string.Create(CultureInfo.InvariantCulture, $"<{text,6}>").Should().Be("<  żółć>");
        Utf8.TryWrite(bytes, CultureInfo.InvariantCulture, $"<{text}>", out var written).Should().BeTrue();
        Encoding.UTF8.GetString(bytes, 0, written).Should().Be("<żółć>");
        Utf8.TryWrite(bytes.AsSpan(0, 5), CultureInfo.InvariantCulture, $"{text}", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("żó")]
    public void Parse_Generic_TakesAnyText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = Utf8Text.From(text);

        Parse<Utf8Text>(text).Should().Equal(expected, expected);
        ParseCharacters<Utf8Text>(text).Should().Equal(expected, expected);
        ParseBytes<Utf8Text>(bytes).Should().Equal(expected, expected);

        static T[] Parse<T>(string text)
            where T : IParsable<T> => [T.Parse(text, null), T.TryParse(text, null, out var tried) ? tried : throw new FormatException()];

        static T[] ParseCharacters<T>(ReadOnlySpan<char> text)
            where T : ISpanParsable<T> => [T.Parse(text, null), T.TryParse(text, null, out var tried) ? tried : throw new FormatException()];

        static T[] ParseBytes<T>(ReadOnlySpan<byte> text)
            where T : IUtf8SpanParsable<T> => [T.Parse(text, null), T.TryParse(text, null, out var tried) ? tried : throw new FormatException()];
    }

    [Fact]
    public void TryParse_Null_IsNone()
    {
        TryParse<Utf8Text>(null).Should().BeFalse();

        static bool TryParse<T>(string? text)
            where T : IParsable<T> => T.TryParse(text, null, out _);
    }

    [Fact]
    public void Json_RowOfTexts_IsWrittenAndReadAsStrings()
    {
        var row = new Row(Utf8Text.From("ż\"1"), null);

        var json = JsonSerializer.Serialize(row, TextRowContext.Default.Row);

        json.Should().Be("""{"Id":"\u017C\u00221","Note":null}""");
        JsonSerializer.Deserialize(json, TextRowContext.Default.Row).Should().Be(row);
        JsonSerializer.Deserialize<Row>(json).Should().Be(row);
    }

    [Fact]
    public void Json_KeysOfADictionary_AreNamesOfProperties()
    {
        var counts = new Dictionary<Utf8Text, int> { [Utf8Text.From("ż")] = 1, [Utf8Text.Empty] = 2 };

        var json = JsonSerializer.Serialize(counts);

        json.Should().Be("""{"\u017C":1,"":2}""");
        JsonSerializer.Deserialize<Dictionary<Utf8Text, int>>(json).Should().Equal(counts);
    }

    [Theory]
    [InlineData("""{"Id":null}""")]
    [InlineData("""{"Id":1}""")]
    public void Json_NoString_SaysWhatWasFound(string json)
    {
        var act = () => JsonSerializer.Deserialize(json, TextRowContext.Default.Row);

        act.Should().Throw<JsonException>().WithMessage("A string was expected for a Utf8Text*");
    }

    private static byte[] ArrayOf(Utf8Text text) => MemoryMarshal.TryGetArray(text.Memory, out var array) ? array.Array! : [];

    internal sealed record Row(Utf8Text Id, Utf8Text? Note);
}

[JsonSerializable(typeof(Utf8TextTests.Row))]
internal sealed partial class TextRowContext : JsonSerializerContext;
