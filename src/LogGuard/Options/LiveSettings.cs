namespace LogGuard.Configuration;

/// <summary>Brings other settings into a running detector, as far as it can take them without a restart.</summary>
internal static class LiveSettings
{
    /// <summary>Takes over what can change, and says what did and what cannot.</summary>
    /// <param name="wanted">The settings that are wanted, checked.</param>
    /// <param name="running">The detector's own, on the thread that reads them.</param>
    /// <returns>What changed with its new value, and the names of what is wanted and needs a restart.</returns>
    public static (IReadOnlyList<string> Changed, IReadOnlyList<string> Waiting) Apply(AnomalyDetectorOptions wanted, AnomalyDetectorOptions running)
    {
        var (changed, waiting) = (new List<string>(), new List<string>());
        foreach (var setting in SettingTable.All)
        {
            if (setting.Print(wanted) == setting.Print(running))
            {
                continue;
            }

            if (setting.IsLive)
            {
                setting.Copy(wanted, running);
                changed.Add($"{setting.Name} = {setting.Print(running)}");
            }
            else
            {
                waiting.Add(setting.Name);
            }
        }

        return (changed, waiting);
    }
}
