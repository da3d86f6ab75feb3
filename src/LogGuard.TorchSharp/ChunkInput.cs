using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>Some rows of a batch that run through the device together.</summary>
/// <param name="Rows">What each source of the network reads, checked and pinned.</param>
/// <param name="First">Number of the first row in the batch.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Masks">What is dropped; null outside training.</param>
internal readonly record struct ChunkInput(SourceRows[] Rows, int First, int Count, DropoutMasks? Masks)
{
    /// <summary>Whether gradients will be asked for.</summary>
    public bool IsTraining => Masks is not null;
}
