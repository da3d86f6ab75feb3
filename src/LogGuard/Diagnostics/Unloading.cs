using System.Runtime.Loader;

namespace LogGuard.Diagnostics;

/// <summary>
/// Disposes process-wide registrations when the assembly's load context is unloaded. The runtime lists each meter, activity source
/// and event source until it is disposed, and the list would keep a collectible context alive for ever.
/// </summary>
internal static class Unloading
{
    /// <summary>Returns a resource that is disposed on unload. In a context that is never unloaded nothing is registered.</summary>
    public static T DisposedOnUnload<T>(this T resource)
        where T : IDisposable
    {
        if (AssemblyLoadContext.GetLoadContext(typeof(Unloading).Assembly) is { IsCollectible: true } context)
        {
            context.Unloading += _ => resource.Dispose();
        }

        return resource;
    }
}
