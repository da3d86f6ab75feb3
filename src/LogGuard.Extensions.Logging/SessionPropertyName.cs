namespace LogGuard.Extensions.Logging;

/// <summary>
/// The name of the session property. A name that differs only in case is taken where the exact one is missing, and reported once.
/// </summary>
internal sealed class SessionPropertyName(string exact, EventIntake intake)
{
    private volatile string? _reported;

    /// <summary>The name as it is set.</summary>
    public string Exact => exact;

    /// <summary>Whether a property has the name, in this or another case. Fast for names of other lengths.</summary>
    public bool Is(string? name) =>
        name is not null && name.Length == exact.Length && (name == exact || string.Equals(name, exact, StringComparison.OrdinalIgnoreCase));

    /// <summary>The position of the property among names; −1 if it is missing. The exact name comes first.</summary>
    public int IndexIn(string[] names)
    {
        var index = Array.IndexOf(names, exact);
        if (index < 0 && (index = Array.FindIndex(names, Is)) >= 0)
        {
            Report(names[index]);
        }

        return index;
    }

    /// <summary>Reports a name in another case, once.</summary>
    public void Report(string name)
    {
        if (_reported is not null || name == exact)
        {
            return;
        }

        _reported = name;
        intake.Report(
            $"the property {name} differs only in case from Session.Property, which is {exact}. It names the session of events that have no {exact}.");
    }
}
