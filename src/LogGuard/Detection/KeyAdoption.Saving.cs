using LogGuard.Primitives;

namespace LogGuard.Detection;

/// <summary>Saves what was counted with the open sessions, so that a restart does not begin anew.</summary>
internal sealed partial class KeyAdoption
{
    /// <summary>Writes what was counted in the form that <see cref="Restore"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_sessionCount);
        writer.Write(_reportedCount);
        writer.Write(_hasLevels);
        writer.Write7BitEncodedInt(_keys.Count);
        foreach (var (number, key) in _keys)
        {
            writer.Write7BitEncodedInt(number);
            writer.Write7BitEncodedInt(key.Quiet);
            writer.Write7BitEncodedInt(key.OfNewKind);
            writer.Write7BitEncodedInt(key.Troubled);
            writer.Write7BitEncodedInt(key.Minutes);
            writer.Write(key.LastMinute);
            writer.Write(key.IsSevere);
        }
    }

    /// <summary>Goes on from what another process counted. Called before the first event.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public void Restore(BinaryReader reader)
    {
        var (sessions, reported, hasLevels) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        SavedData.Require(reported >= 0 && reported <= sessions, "its numbers of sessions are out of range");
        var keys = new Dictionary<int, WatchedKey>();
        for (var count = PromiseState.ReadCount(reader, Limit); count > 0; count--)
        {
            var number = PromiseState.ReadCount(reader, vocabulary.Count);
            var key = new WatchedKey
            {
                Quiet = PromiseState.ReadCount(reader),
                OfNewKind = PromiseState.ReadCount(reader),
                Troubled = PromiseState.ReadCount(reader),
                Minutes = PromiseState.ReadCount(reader),
                LastMinute = reader.ReadInt64(),
                IsSevere = reader.ReadBoolean(),
            };
            SavedData.Require(key.OfNewKind <= key.Quiet && keys.TryAdd(number, key), "a watched template contradicts itself");
        }

        (_sessionCount, _reportedCount, _hasLevels) = (sessions, reported, hasLevels);
        _keys.Clear();
        foreach (var (number, key) in keys)
        {
            _keys.Add(number, key);
        }
    }
}
