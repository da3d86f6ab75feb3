using LogGuard.Primitives;

namespace LogGuard.Detection;

/// <summary>Saves what was counted with the open sessions, so that a restart does not begin anew.</summary>
internal sealed partial class PromiseWatch
{
    /// <summary>Writes what was counted in the form that <see cref="Restore"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_sessionCount);
        writer.Write7BitEncodedInt(_promises.Length);
        for (var i = 0; i < _promises.Length; i++)
        {
            writer.Write(_promises[i].Question);
            writer.Write(_promises[i].Expected);
            writer.Write7BitEncodedInt64(_since[i]);
        }

        PromiseBlock[] blocks = _open is null ? [] : [.. _blocks, _open];
        writer.Write7BitEncodedInt(blocks.Length);
        Array.ForEach(blocks, block => PromiseState.Write(writer, block));
        writer.Write7BitEncodedInt(_places.Count);
        foreach (var place in _places.Values)
        {
            place.Save(writer);
        }

        _usual.Save(writer);
    }

    /// <summary>Goes on from what another process counted, if the model promises the same. Called before the first session.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public void Restore(BinaryReader reader, SessionModel model)
    {
        Begin(model);
        var isSame = PromiseState.ReadCount(reader) == _sessionCount && PromiseState.ReadCount(reader) == _promises.Length;
        for (var i = 0; isSame && i < _promises.Length; i++)
        {
            isSame = reader.ReadString() == _promises[i].Question && reader.ReadDouble().Equals(_promises[i].Expected);
            _since[i] = reader.Read7BitEncodedInt64();
        }

        if (!isSame)
        {
            Clear();
            return;
        }

        for (var count = PromiseState.ReadCount(reader, KeptBlocks + 1); count > 0; count--)
        {
            _blocks.Add(PromiseState.ReadBlock(reader, _promises.Length));
        }

        SavedData.Require(SavedData.IsAscending([.. _blocks.Select(block => block.Number)]), "its blocks are not in order");
        for (var count = PromiseState.ReadCount(reader, PlaceLimit); count > 0; count--)
        {
            var place = PromisePlace.Read(reader, _vocabulary.Count, _promises.Length);
            _places[place.Key] = place;
        }

        _usual.Restore(reader, _vocabulary.Count);
        if (_blocks.Count > 0)
        {
            _open = _blocks[^1];
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        CountTotals();
    }
}
