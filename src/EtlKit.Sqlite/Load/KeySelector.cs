using System.Linq.Expressions;

namespace EtlKit.Sqlite;

/// <summary>Reads the members that a key selector names. The selector is looked at, never compiled.</summary>
internal static class KeySelector
{
    public static IReadOnlyList<string> GetMembers<T>(Expression<Func<T, object?>> key, List<string> problems)
    {
        var body = key.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : key.Body;
        IEnumerable<Expression> parts = body is NewExpression composite ? composite.Arguments : [body];
        var members = new List<string>();
        foreach (var part in parts)
        {
            if (part is MemberExpression { Expression: ParameterExpression } member)
            {
                members.Add(member.Member.Name);
            }
            else
            {
                problems.Add("the key selector must name members of the row, as in e => e.Id or e => new { e.Year, e.Number }");
                break;
            }
        }

        return members;
    }
}
