using System.Reflection;
using PublicApiGenerator;

namespace LogGuard.Tests.Support;

/// <summary>
/// Compares what an assembly offers with the list that was approved, <c>NAME.approved.txt</c> in the folder of its tests, so
/// that no public member comes or goes unnoticed.
/// </summary>
internal static class ApprovedApi
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static void Check(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var approvedFile = Path.Combine(Repository.Root, "tests", name + ".Tests", name + ".approved.txt");
        var receivedFile = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";

        var received = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";

        File.WriteAllText(receivedFile, received);
        var added = received.Split('\n').Except(approved.Split('\n')).Select(line => "+ " + line);
        var removed = approved.Split('\n').Except(received.Split('\n')).Select(line => "- " + line);
        Assert.True(
            approved == received,
            $"""
            The public API has changed:
            {string.Join('\n', removed.Concat(added))}
            Where this is intended, accept it and commit the file with the change:
                cp "{receivedFile}" "{approvedFile}"
            """);
    }
}
