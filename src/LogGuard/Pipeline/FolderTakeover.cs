using LogGuard.Alerts;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;

namespace LogGuard.Pipeline;

/// <summary>
/// Joins what another detector has saved in the folder with what this one has learnt, when that one has ended: a bootstrap logger,
/// for example. Runs on the reader's thread, before anything is saved.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="snapshots">Reads the snapshots.</param>
/// <param name="sessions">Stores the open sessions; null if they are not saved.</param>
/// <param name="journal">Notes delivered anomalies; null if open sessions are not saved.</param>
/// <param name="processor">This detector's state.</param>
/// <param name="alerts">Holds the suppressions.</param>
/// <param name="vocabulary">The keys.</param>
/// <param name="diagnostics">Receives messages.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class FolderTakeover(
    ModelFolder folder, SnapshotLoader snapshots, SessionStore? sessions, ReportJournal? journal, EventProcessor processor, AlertHub alerts,
    LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, TimeProvider timeProvider)
{
    /// <summary>Joins all that is newer in the folder.</summary>
    public void Join()
    {
        try
        {
            alerts.JoinSuppressions();
            alerts.Restore(vocabulary.Count);
            if (JoinSnapshot())
            {
                JoinSessions();
            }
        }
        catch (Exception exception)
        {
            diagnostics.Warn($"what the other detector has saved in {folder.Path} could not be read: {exception.GetType().Name}: {exception.Message}");
        }
    }

    // Returns false if the folder is left to others.
    private bool JoinSnapshot()
    {
        if (snapshots.LoadNewer() is not { } saved)
        {
            return true;
        }

        var learning = processor.Learning;
        if (saved.Model is not null && learning.Model is null)
        {
            folder.Lock.GiveUp();
            diagnostics.Warn($"the other detector has saved a trained model in {folder.Path}, and this one has none: it saves nothing there, and the next start uses that model.");
            return false;
        }

        if (KeyMap.Make(saved.Templates, saved.KeyChanges, vocabulary) is not { } keys
            || !(saved.Model is null ? learning.Join(saved, keys) : learning.TakeNewer(saved, processor.WindowSize)))
        {
            diagnostics.Warn($"what the other detector has learnt meanwhile in {folder.Path} could not be joined: this one goes on with its own, and the other's last snapshots are kept.");
        }

        learning.SaveJoined();
        return true;
    }

    private void JoinSessions()
    {
        if (sessions?.Load() is not { } saved)
        {
            return;
        }

        if (saved.Grouping != snapshots.Grouping || KeyMap.Make(saved.Templates, saved.KeyChanges, vocabulary) is not { } keys)
        {
            diagnostics.Tell("the open sessions of the other detector are not continued: they belong to other settings or templates.");
            return;
        }

        // The notes of this detector come after those of the other one.
        if (journal is not null && Math.Max(sessions.LastReportsNumber, saved.Number) is var last && last >= journal.Number)
        {
            journal.Begin(last + 1);
        }

        if (processor.TakeOver(saved, keys, timeProvider.GetUtcNow().UtcTicks) is var left and > 0)
        {
            diagnostics.Tell($"{left:N0} open sessions of the other detector are not continued: they are of a text log, are open here, too, or have no room.");
        }
    }
}
