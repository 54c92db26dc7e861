using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EtlKit.Docs.Tests;

/// <summary>Compiles blocks of code as a console project would that references the packages.</summary>
internal static class Snippets
{
    /// <summary>What an example may use without saying so. The index of the docs tells readers the same.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Globalization;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Runtime.CompilerServices;
        global using CsvHelper;
        global using EtlKit;
        global using EtlKit.Csv;
        global using EtlKit.Sqlite;
        global using Microsoft.Data.Sqlite;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ImmutableArray<ISourceGenerator> Generators = LoadGenerators();

    // A block may leave something unused, or be asynchronous in name only, to show one thing at a time.
    // CS1701 is about versions of the framework's assemblies; the SDK suppresses it, too.
    private static readonly Dictionary<string, ReportDiagnostic> Allowed = new()
    {
        ["CS1701"] = ReportDiagnostic.Suppress,
        ["CS0168"] = ReportDiagnostic.Suppress,
        ["CS0219"] = ReportDiagnostic.Suppress,
        ["CS8321"] = ReportDiagnostic.Suppress,
        ["CS1998"] = ReportDiagnostic.Suppress,
    };

    /// <summary>Whether the source generator of CsvHelper adds to a block, which compiles without it, too.</summary>
    public static bool AddsMappers(string code)
    {
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(code, ParseOptions), CSharpSyntaxTree.ParseText(Usings, ParseOptions)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return !CSharpGeneratorDriver.Create(Generators, parseOptions: ParseOptions).RunGenerators(compilation).GetRunResult().GeneratedTrees.IsEmpty;
    }

    /// <summary>Compiles a block together with the types that the other blocks of its page declare.</summary>
    /// <returns>Errors and warnings, with the lines of the page.</returns>
    public static IReadOnlyList<string> Compile(CodeBlock block, IEnumerable<CodeBlock> others)
    {
        var tree = CSharpSyntaxTree.ParseText(block.Code, ParseOptions, block.Page);
        var root = tree.GetCompilationUnitRoot();
        var isProgram = root.Members.Any(member => member is GlobalStatementSyntax);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [tree, CSharpSyntaxTree.ParseText(Usings, ParseOptions), TypesOf(others, NamesIn(root))],
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: Allowed));
        _ = CSharpGeneratorDriver.Create(Generators, parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var generatorDiagnostics);
        return
        [
            .. generated.GetDiagnostics().Concat(generatorDiagnostics)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(diagnostic =>
                {
                    var at = diagnostic.Location.GetLineSpan();
                    var line = at.Path == block.Page ? block.Line + 1 + at.StartLinePosition.Line : block.Line;
                    return $"{block.Page}({line}): {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
                }),
        ];
    }

    private static SyntaxTree TypesOf(IEnumerable<CodeBlock> blocks, HashSet<string> taken)
    {
        var roots = blocks.Select(block => CSharpSyntaxTree.ParseText(block.Code, ParseOptions).GetCompilationUnitRoot()).ToList();
        var usings = roots.SelectMany(root => root.Usings).Select(directive => directive.NormalizeWhitespace().ToFullString()).Distinct();
        var types = roots
            .SelectMany(root => root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
            .Where(type => taken.Add(NameOf(type)))
            .Select(type => type.ToFullString());
        return CSharpSyntaxTree.ParseText(string.Join('\n', usings.Concat(types)), ParseOptions, "types of the page");
    }

    private static HashSet<string> NamesIn(CompilationUnitSyntax root) => [.. root.Members.Select(NameOf)];

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        TypeDeclarationSyntax type => $"{type.Identifier.Text}`{type.TypeParameterList?.Parameters.Count ?? 0}",
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };

    private static ImmutableArray<ISourceGenerator> LoadGenerators()
    {
        var path = typeof(Snippets).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "CsvHelperGenerator").Value!;
        return new AnalyzerFileReference(Path.GetFullPath(path), new Loader()).GetGenerators(LanguageNames.CSharp);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
