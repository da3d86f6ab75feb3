namespace LogGuard.Parsing;

/// <summary>The templates mined so far and their log keys, as a snapshot keeps them.</summary>
/// <param name="Miner">The miner's own state.</param>
/// <param name="Templates">Ids of its templates.</param>
/// <param name="Keys">The log key of each of them.</param>
/// <param name="ExactCount">Templates made since the training that stay as exact as their first line.</param>
internal sealed record SavedMinedKeys(byte[] Miner, int[] Templates, int[] Keys, int ExactCount);
