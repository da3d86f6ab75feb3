namespace LogGuard.Testing.Templates;

/// <summary>The types in a signature that matter here.</summary>
internal enum SignatureType
{
    Other,
    Void,
    String,
}
