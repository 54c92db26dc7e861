using System.Reflection;

namespace EtlKit;

/// <summary>The version of the library, for those who collect metrics and traces.</summary>
internal static class LibraryVersion
{
    /// <summary>Such as <c>0.1.0</c>, without the mark of the commit.</summary>
    public static string Text { get; } =
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
