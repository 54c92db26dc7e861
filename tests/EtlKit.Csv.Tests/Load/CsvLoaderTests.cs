using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;

namespace EtlKit.Csv.Tests;

public sealed class CsvLoaderTests : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.File("out.csv");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ToFile_RecordType_WritesHeaderAndRows()
    {
        await LoadAsync(CsvLoader.ToFile<Reading>(Target), [new(1, 1.5, "a,b"), new(2, 2.5, "say \"x\"")]);

        File.ReadAllText(Target).Should().Be("Id,Value,Text\n1,1.5,\"a,b\"\n2,2.5,\"say \"\"x\"\"\"\n");
    }

    [Fact]
    public async Task ToFile_Columns_WritesThemInTheirOrder()
    {
        var loader = CsvLoader.ToFile<Reading>(Target, columns => columns
            .Add("text", row => row.Text)
            .Add("id", row => row.Id, "000")
            .Add("high", row => row.Value > 2)
            .Add("day", row => new DateOnly(2024, 5, row.Id))
            .Add("half", row => row.Id % 2 == 0 ? row.Value / 2 : (double?)null)
            .Add("none", _ => (string?)null));

        await LoadAsync(loader, [new(1, 1.5, "a\nb"), new(2, 2.5, "")]);

        File.ReadAllText(Target).Should().Be(
            "text,id,high,day,half,none\n\"a\nb\",001,False,2024-05-01,,\n,002,True,2024-05-02,1.25,\n");
    }

    [Fact]
    public void ToFile_TypeWithoutWriter_ThrowsAtOnce()
    {
        var act = () => CsvLoader.ToFile<string>(Target);

        act.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void ToFile_NoColumns_ThrowsAtOnce()
    {
        var act = () => CsvLoader.ToFile<Reading>(Target, _ => { });

        act.Should().Throw<ArgumentException>().WithMessage("*at least one column*");
    }

    [Fact]
    public void ToFile_ColumnTwice_ThrowsAtOnce()
    {
        var act = () => CsvLoader.ToFile<Reading>(Target, columns => columns.Add("id", row => row.Id).Add("id", row => row.Text));

        act.Should().Throw<ArgumentException>().WithMessage("*'id'*");
    }

    [Fact]
    public void ToFile_OptionThatIsNotValid_ThrowsAtOnce()
    {
        var act = () => CsvLoader.ToFile<Reading>(Target, new CsvLoaderOptions { Delimiter = '\n' });

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Name_OfALoader_NamesTheFile() => CsvLoader.ToFile<Reading>(Target).Name.Should().Be("CSV out.csv");

    [Fact]
    public async Task Options_AreHeeded()
    {
        var options = new CsvLoaderOptions
        {
            Delimiter = ';',
            NewLine = "\r\n",
            WriteByteOrderMark = true,
            Culture = CultureInfo.GetCultureInfo("de-DE"),
            ConfigureWriter = writer => writer with { Quoting = CsvQuoting.Always },
        };

        await LoadAsync(CsvLoader.ToFile<Reading>(Target, options), [new(1, 1.5, "a")]);

        File.ReadAllBytes(Target).Should().Equal(Encoding.UTF8.GetBytes("\uFEFF\"Id\";\"Value\";\"Text\"\r\n\"1\";\"1,5\";\"a\"\r\n"));
    }

    [Fact]
    public async Task CompleteAsync_NoRows_WritesTheHeaderAlone()
    {
        await LoadAsync(CsvLoader.ToFile<Reading>(Target));

        File.ReadAllText(Target).Should().Be("Id,Value,Text\n");
    }

    [Fact]
    public async Task CompleteAsync_NoHeaderAndNoRows_WritesAnEmptyFile()
    {
        await LoadAsync(CsvLoader.ToFile<Reading>(Target, new CsvLoaderOptions { HasHeader = false }));

        File.ReadAllText(Target).Should().BeEmpty();
    }

    [Fact]
    public async Task CompleteAsync_TargetExists_ReplacesItAndLeavesNothingBeside()
    {
        File.WriteAllText(Target, "old, and much longer than what replaces it: " + new string('x', 1000));

        await LoadAsync(CsvLoader.ToFile<Reading>(Target), [new(1, 1, "new")]);

        File.ReadAllText(Target).Should().Be("Id,Value,Text\n1,1,new\n");
        Directory.GetFiles(_directory.Path).Should().Equal(Target);
    }

    [Fact]
    public async Task LoadAsync_BeforeComplete_LeavesTheTargetAsItWas()
    {
        File.WriteAllText(Target, "old");
        await using var session = await CsvLoader.ToFile<Reading>(Target).OpenAsync(new LoadContext(), Token);

        (await session.LoadAsync(Batch(new Reading(1, 1, "a")), Token)).Should().Be(new LoadResult(1));

        File.ReadAllText(Target).Should().Be("old");
    }

    [Fact]
    public async Task DisposeAsync_WithoutComplete_LeavesTheTargetAsItWasAndNothingBeside()
    {
        File.WriteAllText(Target, "old");
        await using (var session = await CsvLoader.ToFile<Reading>(Target).OpenAsync(new LoadContext(), Token))
        {
            await session.LoadAsync(Batch(new Reading(1, 1, "a")), Token);
        }

        File.ReadAllText(Target).Should().Be("old");
        Directory.GetFiles(_directory.Path).Should().Equal(Target);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.csv.gz")]
    public async Task LoadAsync_RowFailsInTheMiddle_LeavesNothingOfItsBatch(string name)
    {
        var path = _directory.File(name);
        var loader = CsvLoader.ToFile<Reading>(path, columns => columns
            .Add("id", row => row.Id)
            .Add("text", row => row.Text is "bad" ? throw new FormatException("secret") : row.Text));
        await using (var session = await loader.OpenAsync(new LoadContext(), Token))
        {
            await session.LoadAsync(Batch(new Reading(1, 1, "a")), Token);

            var act = () => session.LoadAsync(new RowBatch<Reading>(new[] { new Reading(2, 1, "b"), new Reading(3, 1, "bad") }, 7), Token).AsTask();
            var thrown = (await act.Should().ThrowAsync<Exception>().WithMessage("Row 2 of batch 7*FormatException*")).Which;
            thrown.Message.Should().NotContain("secret");
            loader.Classify(thrown).Should().Be(ErrorKind.Data);

            await session.LoadAsync(Batch(new Reading(4, 1, "c")), Token);
            await session.CompleteAsync(Token);
        }

        (await Read.AllAsync(CsvExtractor.FromFile(path, Read.Fields))).Rows().Should().Equal("[1][a]", "[4][c]");
    }

    [Fact]
    public async Task ToFile_Gzip_IsReadByAnyReaderOfGzip()
    {
        var path = _directory.File("out.csv.gz");
        var loader = CsvLoader.ToFile<Reading>(path);
        await using (var session = await loader.OpenAsync(new LoadContext(), Token))
        {
            await session.LoadAsync(Batch(new Reading(1, 1, "a")), Token);
            await session.LoadAsync(Batch(new Reading(2, 2, "b")), Token);
            await session.CompleteAsync(Token);
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        (await reader.ReadToEndAsync(Token)).Should().Be("Id,Value,Text\n1,1,a\n2,2,b\n");
        (await Read.AllAsync(CsvExtractor.FromFile<Reading>(path))).Rows().Should().HaveCount(2);
    }

    [Fact]
    public async Task RoundTrip_DifficultValues_ReadsBackWhatWasWritten()
    {
        Reading[] rows =
        [
            new(1, double.Epsilon, ""),
            new(2, double.MaxValue, " spaces "),
            new(3, -0.1, "quote \" and , comma"),
            new(4, 1e-7, "line\r\nbreak\nand\rmore"),
            new(5, 0, "żółć 🎉 \0 nul"),
            new(int.MinValue, 1.0 / 3, "\"\"\""),
            new(7, 7, "# not a comment"),
        ];

        await LoadAsync(CsvLoader.ToFile<Reading>(Target), rows);

        (await Read.RowsAsync(CsvExtractor.FromFile<Reading>(Target))).Should().Equal(rows);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task RoundTrip_FileStartsWithAFieldThatStartsWithAMark_KeepsIt(bool hasHeader, bool writesMark)
    {
        var options = new CsvLoaderOptions { HasHeader = hasHeader, WriteByteOrderMark = writesMark };
        await LoadAsync(CsvLoader.ToFile<string>(Target, columns => columns.Add("\uFEFFtext", text => text), options), ["\uFEFFa", "\uFEFFb"]);

        var items = await Read.AllAsync(CsvExtractor.FromFile(
            Target, row => (hasHeader ? row["\uFEFFtext"] : row[0]).ToString(), new CsvExtractorOptions { HasHeader = hasHeader }));

        items.Rows().Should().Equal("\uFEFFa", "\uFEFFb");
    }

    [Fact]
    public async Task CompleteAsync_GzipWithoutHeaderAndRows_IsReadByAnyReaderOfGzip()
    {
        var path = _directory.File("out.csv.gz");
        await LoadAsync(CsvLoader.ToFile<Reading>(path, new CsvLoaderOptions { HasHeader = false }));

        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        gzip.ReadByte().Should().Be(-1);
        new FileInfo(path).Length.Should().BePositive("a file without a byte is no gzip");
        (await Read.AllAsync(CsvExtractor.FromFile<Reading>(path, new CsvExtractorOptions { HasHeader = false }))).Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_DirectoryMissing_SaysSo()
    {
        var loader = CsvLoader.ToFile<Reading>(_directory.File("missing/out.csv"));

        var act = () => loader.OpenAsync(new LoadContext(), Token).AsTask();

        var thrown = (await act.Should().ThrowAsync<IOException>().WithMessage("*out.csv*Check that its directory exists*")).Which;
        loader.Classify(thrown).Should().Be(ErrorKind.Fatal);
    }

    [Fact]
    public async Task OpenAsync_TargetIsADirectory_SaysSo()
    {
        Directory.CreateDirectory(Target);

        var act = () => CsvLoader.ToFile<Reading>(Target).OpenAsync(new LoadContext(), Token).AsTask();

        await act.Should().ThrowAsync<IOException>().WithMessage("*a directory of that name*");
    }

    [Fact]
    public async Task OpenAsync_TwiceAtOnce_FailsTheSecond()
    {
        var loader = CsvLoader.ToFile<Reading>(Target);
        await using var first = await loader.OpenAsync(new LoadContext(), Token);

        var act = () => loader.OpenAsync(new LoadContext(), Token).AsTask();

        await act.Should().ThrowAsync<IOException>().WithMessage("*no other run*");
        await first.CompleteAsync(Token);
        File.ReadAllText(Target).Should().Be("Id,Value,Text\n");
    }

    [Fact]
    public async Task OpenAsync_RemainsOfAKilledRun_AreOverwritten()
    {
        File.WriteAllText(Target + ".partial", new string('x', 10_000));

        await LoadAsync(CsvLoader.ToFile<Reading>(Target), [new(1, 1, "a")]);

        File.ReadAllText(Target).Should().Be("Id,Value,Text\n1,1,a\n");
    }

    private static RowBatch<T> Batch<T>(params T[] rows) => new(rows);

    private static async Task LoadAsync<T>(ILoader<T> loader, params T[] rows)
    {
        await using var session = await loader.OpenAsync(new LoadContext(), Token);
        if (rows.Length > 0)
        {
            (await session.LoadAsync(new RowBatch<T>(rows), Token)).Should().Be(new LoadResult(rows.Length));
        }

        await session.CompleteAsync(Token);
    }
}
