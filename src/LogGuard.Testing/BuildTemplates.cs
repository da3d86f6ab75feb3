using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LogGuard.Testing.Templates;

namespace LogGuard.Testing;

/// <summary>Finds the message templates in the code of assemblies.</summary>
public static class BuildTemplates
{
    /// <summary>
    /// Returns the templates that the assemblies pass to <c>ILogger</c> of Microsoft.Extensions.Logging, <c>LoggerMessage</c> and its
    /// attribute, and Serilog's <c>ILogger</c> and <c>Log</c>, each once, in the order of their texts.
    /// </summary>
    /// <remarks>
    /// Reads the files of the assemblies and their instructions, and loads nothing. A template is found where its text, a constant, a
    /// choice between two of them, or a static field that was set to one reaches the call; one that comes through a parameter of a
    /// method of the application is not. Not for applications compiled ahead of time or in a single file, whose assemblies have no files.
    /// </remarks>
    /// <param name="assemblies">The assemblies.</param>
    /// <exception cref="ArgumentException">An assembly has no file.</exception>
    /// <exception cref="BadImageFormatException">A file is no assembly.</exception>
    public static IReadOnlyList<string> Of(params IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        var templates = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            if (assembly.Location.Length == 0)
            {
                throw new ArgumentException($"{assembly.GetName().Name} has no file, so its templates cannot be read.", nameof(assemblies));
            }

            using var file = new PEReader(File.OpenRead(assembly.Location));
            if (file.HasMetadata)
            {
                new TemplateScanner(file, file.GetMetadataReader(), templates).Scan();
            }
        }

        return [.. templates];
    }
}
