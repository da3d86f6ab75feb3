namespace LogGuard.Detection;

/// <summary>Reads the pattern that Detection keeps with an anomaly.</summary>
internal static class AnomalyPatternExtensions
{
    extension(Anomaly anomaly)
    {
        /// <summary>The anomaly's pattern; null if the anomaly was not raised in this process.</summary>
        public AnomalyPattern? Pattern => anomaly.Origin as AnomalyPattern;
    }
}
