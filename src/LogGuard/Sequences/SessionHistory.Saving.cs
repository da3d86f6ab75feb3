namespace LogGuard.Sequences;

/// <summary>Saves and restores the last events of a session.</summary>
internal partial struct SessionHistory
{
    /// <summary>The facts to save beside the events.</summary>
    /// <param name="hasHole">Whether an event was dropped after the last one.</param>
    public readonly SessionFlags Flags(bool hasHole) =>
        (IsWhole && !hasHole ? SessionFlags.HasWholeHistory : 0)
        | (_hasNoRoom ? SessionFlags.HasNoHistory : 0) | (_isHalfOld && !hasHole ? SessionFlags.HasOldHistory : 0);

    /// <summary>Writes the events.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="hasHole">Whether an event was dropped after the last one.</param>
    public readonly void Save(BinaryWriter writer, bool hasHole)
    {
        var steps = hasHole ? [] : Steps;
        writer.Write7BitEncodedInt(steps.Length);
        foreach (var step in steps)
        {
            writer.Write7BitEncodedInt(step.Key);
            writer.Write(step.ElapsedTicks);
        }

        writer.Write(Math.Max(0, LastTimestamp));
    }

    /// <summary>Continues the events of a saved session.</summary>
    public void Restore(SavedSession saved)
    {
        foreach (var step in saved.Steps)
        {
            Add(step.Key, 0);
            if (_count > 0)
            {
                _steps[_count - 1] = step;
            }
        }

        IsWhole &= saved.Flags.HasFlag(SessionFlags.HasWholeHistory);
        _hasNoRoom |= saved.Flags.HasFlag(SessionFlags.HasNoHistory);
        _isHalfOld = saved.Flags.HasFlag(SessionFlags.HasOldHistory) && _count >= Limit;
        LastTimestamp = saved.StepsTimestamp;
    }
}
