using LogGuard.Detection;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// Checks that a manifest does not contradict itself. A checksum only detects alterations, and models do not check their
/// data.
/// </summary>
internal static class ManifestCheck
{
    private const int FileNameLimit = 64;

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static void Check(Manifest manifest)
    {
        Require(manifest.Format is Manifest.FirstFormat or Manifest.CurrentFormat, $"its format is {manifest.Format}");
        Require(!manifest.Templates.Contains(null!), "one of its templates is null");
        Require(manifest.KeyChanges?.Fits(manifest.Templates.Length) != false, "its renamed and merged keys are not those of its templates");
        Require(
            manifest.Renamed?.All(key => key is { Key: > 0, Earlier: > 0 } && key.Key != key.Earlier
                && Math.Max(key.Key, key.Earlier) <= manifest.Templates.Length && float.IsFinite(key.Similarity)) != false,
            "its renamed templates are not among its templates");
        Require(IsSound(manifest.Quarantine, manifest.Templates.Length), "its watched templates are not among its templates");
        Require(
            manifest.SeenKeys?.All(key => key > 0 && key <= manifest.Templates.Length) != false, "its seen keys are not those of its templates");
        Require(
            manifest.AnswerLevels?.All(level => level is { Key: > 0 } && level.Key <= manifest.Templates.Length && Enum.IsDefined(level.Level)) != false,
            "the levels of its answers are not those of its templates");
        Require(AreKeys(manifest.UsualEnds, manifest) && AreKeys(manifest.UsualErrors, manifest), "the usual keys of its sessions are not those of its templates");
        Require(
            manifest.LearntChanges?.All(change => change is { Text: not null } && AnomalyPattern.TryParse(change.Pattern, manifest.Templates.Length, out _)) != false,
            "one of its learnt changes is none");
        CheckFiles(manifest);
        if (manifest.Model is { } model)
        {
            Require(model.SessionCount >= 0 && model.EventCount >= 0, "its counts are negative");
            Require(IsAscending(model.Keys) && model.Keys.All(key => key > 0 && key <= manifest.Templates.Length), "its keys are not those of its templates");
            Require(model.Questions?.ContainsValue(null!) != true, "one of its questions is none");
        }
    }

    private static bool AreKeys(int[]? keys, Manifest manifest) => keys?.All(key => key > 0 && key <= manifest.Templates.Length) != false;

    /// <summary>Whether watched templates are among the templates.</summary>
    public static bool IsSound(QuarantineState? quarantine, int keyCount) => quarantine is null
        || (quarantine is { Keys: { } keys, FirstNewKey: >= 0 } && Array.TrueForAll(keys, key => key is { Key: > 0 } && key.Key <= keyCount));

    /// <summary>Whether a name is allowed for a file of a question.</summary>
    public static bool IsFileName(string name) =>
        name.Length <= FileNameLimit && Path.GetExtension(name) is ".bin" or ".json" or ".safetensors"
        && Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem
        && stem.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    // Only known names, so that a manifest cannot refer to a file outside its folder.
    private static void CheckFiles(Manifest manifest)
    {
        var known = SnapshotFormat.OwnFiles.Concat(
            manifest.Model?.Questions?.Values.SelectMany(question => question?.Files ?? []) ?? FirstFormat.QuestionFiles).ToHashSet();
        var names = manifest.Files.Select(file => file?.Name).ToArray();
        Require(
            names.All(name => name is not null && known.Contains(name) && IsFileName(name)) && names.Distinct().Count() == names.Length,
            "its list of files is wrong");
    }
}
