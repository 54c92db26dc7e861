using System.CommandLine;

namespace CsvToSqlite;

/// <summary>The command line of the program.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<JobOptions, CancellationToken, Task<int>> run)
    {
        var input = new Option<string>("--input") { Description = "The directory whose *.csv files are loaded.", Required = true };
        var database = new Option<string>("--database") { Description = "The SQLite database; it is created when it doesn't exist.", Required = true };
        var producers = new Option<int?>("--producers") { Description = "How many files are read at once; 1 unless given." };
        var batchSize = new Option<int?>("--batch-size") { Description = "How many rows are committed together at most." };
        var channelCapacity = new Option<int?>("--channel-capacity") { Description = "How many rows may wait for the writer." };
        var rejects = new Option<string?>("--rejects") { Description = "The file to which rejected rows are appended, a line of JSON each." };
        var rejectTable = new Option<bool>("--reject-table") { Description = "Store rejected rows in the table etlkit_rejects of the database." };
        var replay = new Option<bool>("--replay") { Description = "Load nothing but the rejected rows that were stored, as far as they are good now; give --rejects or --reject-table, too." };
        var maxRejects = new Option<long?>("--max-rejects") { Description = "How many rows may be rejected before the run fails." };
        var resume = new Option<bool>("--resume") { Description = "Keep checkpoints in the database: go on where an earlier run was killed or stopped, and skip files that are done and unchanged." };
        var verbose = new Option<bool>("--verbose") { Description = "Log more: every batch and every reject." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON in the last line of the output." };

        var command = new RootCommand("Loads CSV files with the columns id, timestamp (or ts) and value into the table events of a SQLite database.")
        {
            input, database, producers, batchSize, channelCapacity, rejects, rejectTable, replay, maxRejects, resume, verbose, json,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(rejectTable) && parsed.GetValue(rejects) is not null)
            {
                parsed.AddError("--rejects and --reject-table exclude each other: choose where rejected rows go.");
            }

            if (parsed.GetValue(replay) && !parsed.GetValue(rejectTable) && parsed.GetValue(rejects) is null)
            {
                parsed.AddError("--replay needs --rejects FILE or --reject-table: where the rejected rows are stored.");
            }
        });
        command.SetAction((parsed, cancellationToken) => run(
            new JobOptions
            {
                Input = parsed.GetRequiredValue(input),
                Database = parsed.GetRequiredValue(database),
                Producers = parsed.GetValue(producers),
                BatchSize = parsed.GetValue(batchSize),
                ChannelCapacity = parsed.GetValue(channelCapacity),
                Rejects = parsed.GetValue(rejects),
                RejectTable = parsed.GetValue(rejectTable),
                Replay = parsed.GetValue(replay),
                MaxRejects = parsed.GetValue(maxRejects),
                Resume = parsed.GetValue(resume),
                Verbose = parsed.GetValue(verbose),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }
}
