namespace EtlKit.Csv.Tests;

public sealed class CsvDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void FromDirectory_FilesOfThePattern_AreListedInOrdinalOrder()
    {
        foreach (var name in new[] { "b.csv", "a.csv", "B.csv", ".hidden.csv", "a.txt", "below/c.csv" })
        {
            _directory.Write(name, "id\n1\n");
        }

        CsvExtractor.FromDirectory(_directory.Path, Read.Fields).Select(extractor => extractor.Name)
            .Should().Equal(".hidden.csv", "B.csv", "a.csv", "b.csv");
        CsvExtractor.FromDirectory(_directory.Path, Read.Fields, "*.txt").Select(extractor => extractor.Name).Should().Equal("a.txt");
    }

    [Fact]
    public void FromDirectory_Recursive_NamesFilesByTheirRelativePath()
    {
        foreach (var name in new[] { "2024/b.csv", "2024/05/a.csv", "2024-z.csv", "a.csv" })
        {
            _directory.Write(name, "id\n1\n");
        }

        CsvExtractor.FromDirectory(_directory.Path + "/", Read.Fields, recursive: true).Select(extractor => extractor.Name)
            .Should().Equal("2024-z.csv", "2024/05/a.csv", "2024/b.csv", "a.csv");
    }

    [Fact]
    public void FromDirectory_EnumeratedAgain_SeesNewFiles()
    {
        var extractors = CsvExtractor.FromDirectory<Reading>(_directory.Path);
        extractors.Should().BeEmpty();

        _directory.Write("new.csv", "id,value,text\n");

        extractors.Select(extractor => extractor.Name).Should().Equal("new.csv");
    }

    [Fact]
    public async Task FromDirectory_ExtractorOfAFile_ReadsItAndResumes()
    {
        _directory.Write("below/a.csv", "id,value,text\n1,1.5,a\n2,2.5,b\n");

        var extractor = CsvExtractor.FromDirectory<Reading>(_directory.Path, recursive: true).Single();

        (await Read.RowsAsync(extractor)).Should().Equal(new Reading(1, 1.5, "a"), new Reading(2, 2.5, "b"));
        (await Read.AllAsync(extractor, new SourcePosition(1, 2, 21))).Rows().Should().Equal(new Reading(2, 2.5, "b").ToString());
    }

    [Fact]
    public void FromDirectory_Missing_ThrowsWhenEnumeratedAndSaysWhatToDo()
    {
        var extractors = CsvExtractor.FromDirectory(_directory.File("missing"), Read.Fields);

        var act = () => extractors.ToList();

        act.Should().Throw<DirectoryNotFoundException>().WithMessage("*missing' of the CSV files doesn't exist*Create it*");
    }

    [Fact]
    public async Task FromDirectory_FileDeletedAfterTheListing_FailsThatSourceAlone()
    {
        _directory.Write("a.csv", "id\n1\n");
        var deleted = _directory.Write("b.csv", "id\n1\n");
        var extractors = CsvExtractor.FromDirectory(_directory.Path, Read.Fields).ToList();
        File.Delete(deleted);

        (await Read.AllAsync(extractors[0])).Should().HaveCount(1);
        var act = () => Read.AllAsync(extractors[1]);

        await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*'b.csv' can't be opened*");
    }
}
