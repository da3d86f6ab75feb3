namespace LogGuard.Detection;

/// <summary>A renamed template as it is saved.</summary>
/// <param name="Key">The key of the template.</param>
/// <param name="Earlier">The learnt key that it stands for.</param>
/// <param name="Similarity">How alike both are, -1..1.</param>
/// <param name="MayStay">Whether it may stay although the learnt template still comes.</param>
/// <param name="IsWithdrawn">Whether the learnt template came again, so that it was no renaming.</param>
internal sealed record RenamedKeyState(int Key, int Earlier, float Similarity, bool MayStay, bool IsWithdrawn);
