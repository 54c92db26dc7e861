using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace EtlKit.Sqlite;

/// <summary>Makes a column of each public property of the row.</summary>
internal static class ConventionColumns
{
    public static List<ColumnSpec<T>> Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        Func<string, string>? nameColumn,
        IReadOnlySet<string> ignored,
        List<string> problems)
    {
        var columns = new List<ColumnSpec<T>>();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var attribute = property.GetCustomAttribute<SqliteColumnAttribute>();
            if (property.GetMethod is not { IsPublic: true } getter
                || property.GetIndexParameters().Length > 0
                || attribute is { Ignore: true }
                || ignored.Contains(property.Name))
            {
                continue;
            }

            var name = attribute?.Name ?? nameColumn?.Invoke(property.Name) ?? property.Name;
            if (Make<T>(name, property, getter) is { } column)
            {
                bool? notNull = attribute is { NotNull: true } ? true : null;
                columns.Add(new ColumnSpec<T>(column, property.Name, attribute?.Type, notNull, attribute is { Key: true }));
            }
            else
            {
                problems.Add(
                    $"the property {property.Name} is of type {property.PropertyType}, which has no counterpart in SQLite: "
                    + $"ignore it with [SqliteColumn(Ignore = true)] or Ignore(\"{property.Name}\"), "
                    + $"or list the columns, each with its value, by Column(\"{name}\", row => …)");
            }
        }

        if (columns.Count == 0 && problems.Count == 0)
        {
            problems.Add($"{typeof(T)} has no public property to store: give the columns by Column(\"name\", row => …)");
        }

        return columns;
    }

    private static Column<T>? Make<T>(string name, PropertyInfo property, MethodInfo getter)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum ? EnumColumn.FromProperty<T>(name, property, getter, type) : ColumnMakers<T>.Find(property.PropertyType)?.FromGetter(name, getter);
    }
}
