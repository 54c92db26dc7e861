using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>Turns options into a plan, and reports all that is wrong with them at once.</summary>
internal static class LoadPlanner
{
    public static LoadPlan<T> Plan<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string connectionString,
        string table,
        LoadMode mode,
        SqliteLoaderOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentNullException.ThrowIfNull(table);
        var problems = options.Problems;
        AddIfAny(problems, SqliteName.FindProblem(table, "the table"));
        AddIfAny(problems, StateTable.IsReserved(table) ? $"the table \"{table}\" holds the state of pipelines: name another one" : null);
        var columns = options.Columns.Count > 0 || problems.Count > 0
            ? options.Columns
            : ConventionColumns.Find<T>(options.NameColumn, options.Ignored, problems);
        CheckColumns(columns, problems);
        var key = FindKey(columns, options, problems);
        if (mode == LoadMode.Upsert && key.Length == 0 && problems.Count == 0)
        {
            problems.Add("an upsert needs a key: give it as e => e.Id, by Key(\"id\") or by [SqliteColumn(Key = true)]");
        }

        if (options.WithoutRowId && key.Length == 0)
        {
            problems.Add("a table WITHOUT ROWID needs a key: give it by Key(…), or set WithoutRowId to false");
        }

        CheckIndexes(columns, options, problems);
        var connection = ConnectionText.Read(connectionString, problems);
        var pragmas = SqlitePragmas.Resolve(options.Pragmas, options.BusyTimeout, connection is not null && ConnectionText.MayBeEncrypted(connection), problems);
        if (problems.Count > 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The loader for the SQLite table \"{LogText.Clean(table)}\" can't be made. Problems found: {problems.Count}.")
                + string.Concat(problems.Select(problem => $"{Environment.NewLine}- {LogText.Clean(problem)}")));
        }

        return new LoadPlan<T>
        {
            ConnectionString = connection!.ToString(),
            Table = table,
            Mode = mode,
            Columns = [.. columns],
            Key = key,
            Indexes = [.. options.Indexes],
            Pragmas = pragmas,
            CreateTable = options.CreateTable,
            WithoutRowId = options.WithoutRowId,
            SkipUnchanged = options.SkipUnchanged,
            SortByKey = options.SortByKey,
            AllowDeleteEffects = options.AllowDeleteEffects,
        };
    }

    private static ColumnSpec<T>[] FindKey<T>(List<ColumnSpec<T>> columns, SqliteLoaderOptions<T> options, List<string> problems)
    {
        if (options.KeyColumns.Count == 0 && options.KeyMembers.Count == 0)
        {
            return [.. columns.Where(column => column.IsKey)];
        }

        var key = new List<ColumnSpec<T>>();
        foreach (var name in options.KeyColumns.Count > 0 ? options.KeyColumns : options.KeyMembers)
        {
            var column = (options.KeyColumns.Count > 0 ? null : columns.Find(candidate => candidate.Member == name))
                ?? columns.Find(candidate => SqliteName.Same(candidate.Name, name));
            if (column is null)
            {
                problems.Add($"the key names \"{name}\", which is not one of the columns {List(columns)}: name a column by Key(\"…\")");
            }
            else if (key.Contains(column))
            {
                problems.Add($"the key names \"{name}\" twice: name it once");
            }
            else
            {
                key.Add(column);
            }
        }

        return [.. key];
    }

    private static void CheckColumns<T>(List<ColumnSpec<T>> columns, List<string> problems)
    {
        foreach (var column in columns)
        {
            AddIfAny(problems, SqliteName.FindProblem(column.Name, "a column"));
            if (column.Type is not null && !IsType(column.Type))
            {
                problems.Add(
                    $"the type of the column \"{column.Name}\" may hold letters, digits, spaces, commas and parentheses: "
                    + "write it like TEXT or DECIMAL(10, 2)");
            }
        }

        foreach (var same in columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"the column \"{same.Key}\" is there {same.Count()} times (SQLite ignores case): name or ignore all but one"));
        }
    }

    private static void CheckIndexes<T>(List<ColumnSpec<T>> columns, SqliteLoaderOptions<T> options, List<string> problems)
    {
        foreach (var name in options.Indexes.SelectMany(index => index.Columns).Where(name => !columns.Exists(column => SqliteName.Same(column.Name, name))))
        {
            problems.Add($"an index names \"{name}\", which is not one of the columns {List(columns)}: correct the name");
        }
    }

    private static bool IsType(string type) => type.Length > 0 && type.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or ',' or '(' or ')' or '_');

    private static string List<T>(List<ColumnSpec<T>> columns) => string.Join(", ", columns.Select(column => $"\"{column.Name}\""));

    private static void AddIfAny(List<string> problems, string? problem)
    {
        if (problem is not null)
        {
            problems.Add(problem);
        }
    }
}
