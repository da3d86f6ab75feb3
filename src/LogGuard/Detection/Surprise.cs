namespace LogGuard.Detection;

/// <summary>The surprise of an event in bits: −log2 of its probability.</summary>
internal static class Surprise
{
    /// <summary>The surprise of a probability, 0..1; at most 40 bits.</summary>
    public static double Of(float probability) => -Math.Log2(Math.Max(probability, 1e-12));

    /// <summary>The surprise of an event that never occurred in n trials: its probability is about one in n + 1.</summary>
    public static double OfNever(long trials) => Math.Log2(trials + 1.0);

    /// <summary>The probability in words, as one in a number.</summary>
    public static string InWords(double bits) => $"about 1 in {Wording.Number((long)Math.Pow(2, Math.Min(bits, 40)))}";
}
