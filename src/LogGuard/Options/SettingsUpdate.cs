namespace LogGuard.Configuration;

/// <summary>Applies changed settings to a running detector, as far as this is possible without a restart.</summary>
internal static class SettingsUpdate
{
    /// <summary>Copies the settings that can change at run time, and reports which changed and which need a restart.</summary>
    /// <param name="wanted">The new settings, already checked.</param>
    /// <param name="running">The settings of the detector. The call must be on the thread that reads them.</param>
    /// <returns>The changed settings with their new values, and the names of the settings that need a restart.</returns>
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
