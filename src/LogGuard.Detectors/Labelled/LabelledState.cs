namespace LogGuard.Detectors.Labelled;

/// <summary>The part of a snapshot that all networks with labels have, without their weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="SessionLength">Keys of a session that are read.</param>
/// <param name="Threshold">Probability from which a session is reported.</param>
internal abstract record LabelledState(int[] Keys, int HiddenSize, int SessionLength, float Threshold)
{
    /// <summary>The name of the network's weights.</summary>
    public const string NetworkName = "network";

    /// <summary>Whether it does not contradict itself.</summary>
    public virtual bool IsSound() =>
        SavedKeys.AreSound(Keys) && SessionLength is >= 1 and <= ClassifierSettings.LargestSessionLength && Threshold is > 0 and < 1;
}
