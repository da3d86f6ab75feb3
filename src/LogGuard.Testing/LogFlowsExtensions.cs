using System.Runtime.CompilerServices;
using System.Text;

namespace LogGuard.Testing;

/// <summary>Compares recorded flows with the approved ones.</summary>
public static class LogFlowsExtensions
{
    /// <summary>The environment variable that approves all flows of a run: set it to <c>1</c>.</summary>
    public const string ApproveVariable = "LOGGUARD_APPROVE";

    /// <summary>The default name of the file of approved flows.</summary>
    public const string ApprovedName = "flows.approved.md";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Requires that the flows are those of the approved file, which people review and commit. On a difference, the flows are written
    /// beside it, as <c>flows.received.md</c>. Line ends, and texts around the flows, are not compared. With the environment variable
    /// <see cref="ApproveVariable"/> the flows are approved instead.
    /// </summary>
    /// <param name="flows">The recorded flows.</param>
    /// <param name="path">The approved file; null for <c>flows.approved.md</c> in the folder of the calling source file.</param>
    /// <param name="callerFile">The calling source file, which the compiler gives.</param>
    /// <exception cref="FlowsNotApprovedException">The flows differ, or the approved file is missing or malformed.</exception>
    public static void ShouldMatchApproved(this LogFlows flows, string? path = null, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(flows);
        var approvedFile = PathOf(path, callerFile);
        if (Environment.GetEnvironmentVariable(ApproveVariable) is "1" or "true")
        {
            flows.Approve(approvedFile);
            return;
        }

        var receivedFile = ReceivedFileOf(approvedFile);
        var received = flows.ToMarkdown();
        var (difference, failure) = Compare(approvedFile, received);
        if (difference is null)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received, Utf8);
        throw new FlowsNotApprovedException(
            $"""
            {difference}
            The recorded flows are in {receivedFile}.
            To approve them, copy that file over {approvedFile}, or run the tests once with {ApproveVariable}=1, and commit it.
            """,
            failure);
    }

    /// <summary>Approves the flows: writes them to the approved file, and deletes the received one.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="path">The approved file; null for <c>flows.approved.md</c> in the folder of the calling source file.</param>
    /// <param name="callerFile">The calling source file, which the compiler gives.</param>
    public static void Approve(this LogFlows flows, string? path = null, [CallerFilePath] string callerFile = "")
    {
        ArgumentNullException.ThrowIfNull(flows);
        var approvedFile = PathOf(path, callerFile);
        File.WriteAllText(approvedFile, flows.ToMarkdown(), Utf8);
        File.Delete(ReceivedFileOf(approvedFile));
    }

    private static string PathOf(string? path, string callerFile)
    {
        if (path is not null)
        {
            return Path.GetFullPath(path);
        }

        return Path.Combine(
            SourceFolder.Find(Path.GetDirectoryName(callerFile) ?? "", AppContext.BaseDirectory)
                ?? throw new FlowsNotApprovedException($"The folder of the calling source file \"{callerFile}\" is not found here. Pass the path of the approved file."),
            ApprovedName);
    }

    private static string ReceivedFileOf(string approvedFile) => Path.Combine(
        Path.GetDirectoryName(approvedFile)!,
        Path.GetFileName(approvedFile) is var name && name.Contains(".approved.", StringComparison.Ordinal)
            ? name.Replace(".approved.", ".received.", StringComparison.Ordinal)
            : name + ".received");

    // Null if there is no difference.
    private static (string? Difference, Exception? Failure) Compare(string approvedFile, string received)
    {
        if (!File.Exists(approvedFile))
        {
            return ($"No flows are approved yet: there is no {approvedFile}.", null);
        }

        var text = File.ReadAllText(approvedFile);
        try
        {
            var approved = LogFlows.Parse(text).ToMarkdown();
            return (approved == received ? null : $"The flows differ from the approved ones (- approved, + recorded):\n{LineDifference.Of(approved, received)}", null);
        }
        catch (FormatException exception)
        {
            return ($"{approvedFile} is malformed, {exception.Message}", exception);
        }
    }
}
