using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>The rows of a batch that run through the device together.</summary>
/// <param name="Batch">The whole batch, checked.</param>
/// <param name="First">Number of the first row in the batch.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="Masks">The dropout of the batch; null outside training.</param>
internal readonly record struct ChunkInput(NetworkBatch Batch, int First, int Count, DropoutMasks? Masks)
{
    /// <summary>Whether gradients will be computed.</summary>
    public bool IsTraining => Masks is not null;
}
