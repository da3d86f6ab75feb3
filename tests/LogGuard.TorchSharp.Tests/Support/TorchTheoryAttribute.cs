namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>A theory that needs libtorch; skipped, with the reason, where it cannot be loaded.</summary>
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = TorchSkip.Reason;
}
