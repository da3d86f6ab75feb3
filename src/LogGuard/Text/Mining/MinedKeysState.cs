namespace LogGuard.Parsing;

/// <summary>The mined templates and their log keys, as saved in a snapshot.</summary>
/// <param name="Miner">The miner's state.</param>
/// <param name="Templates">The ids of its templates.</param>
/// <param name="Keys">The log key of each template.</param>
/// <param name="ExactCount">Number of templates since the training that stay as exact as their first line.</param>
internal sealed record MinedKeysState(byte[] Miner, int[] Templates, int[] Keys, int ExactCount);
