namespace LogGuard.Detection;

/// <summary>Reads the pattern that Detection keeps with an anomaly.</summary>
internal static class AnomalyPatternExtensions
{
    extension(Anomaly anomaly)
    {
        /// <summary>What the anomaly has in common with others like it; null where it was not raised in this process.</summary>
        public AnomalyPattern? Pattern => anomaly.Origin as AnomalyPattern;
    }
}
