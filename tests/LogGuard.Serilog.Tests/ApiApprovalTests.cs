using System.Globalization;
using System.Reflection;
using System.Text;

namespace LogGuard.Serilog.Tests;

public class ApiApprovalTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void ThePublicApiIsTheApprovedOne()
    {
        var approvedFile = Path.Combine(Repository.Tests, "LogGuard.Serilog.approved.txt");
        var receivedFile = Path.Combine(AppContext.BaseDirectory, "LogGuard.Serilog.received.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";

        var received = List(typeof(global::Serilog.AnomalyDetectorLoggerConfigurationExtensions).Assembly);

        File.WriteAllText(receivedFile, received);
        Assert.True(approved == received, $"The public API has changed. Where this is intended: cp \"{receivedFile}\" \"{approvedFile}\"\n{received}");
    }

    [Fact]
    public void TheListShowsWhatUsersCanSee()
    {
        var list = List(typeof(ApiApprovalTests).Assembly);

        Assert.Contains(
            "public abstract class LogGuard.Serilog.Tests.ApiSample : IDisposable\n"
            + "  protected ApiSample(int number = 3, string text = \"a\")\n"
            + "  public abstract void Dispose()\n"
            + "  public static bool Try<T>(T value, out List<T> values)\n"
            + "  public int Count { get; protected set; }\n",
            list);
        Assert.DoesNotContain("Hidden", list);
    }

    private static string List(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append("public ").Append(KindOf(type)).Append(' ').Append(type.FullName);
            var bases = new[] { type.BaseType }.Concat(type.GetInterfaces())
                .Where(other => other is not null && other != typeof(object) && other != typeof(ValueType) && other != typeof(Enum)).ToArray();
            text.Append(bases.Length == 0 ? "" : " : " + string.Join(", ", bases.Select(other => NameOf(other!)))).Append('\n');
            foreach (var kind in type.GetMembers(Declared).GroupBy(member => member.MemberType).OrderBy(kind => kind.Key))
            {
                foreach (var member in kind.Select(Describe).OfType<string>().Order(StringComparer.Ordinal))
                {
                    text.Append("  ").Append(member).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when AccessOf(constructor) is { } access =>
            $"{access} {constructor.DeclaringType!.Name}({ParametersOf(constructor)})",
        MethodInfo { IsSpecialName: false } method when AccessOf(method) is { } access =>
            $"{access} {ModifierOf(method)}{NameOf(method.ReturnType)} {method.Name}"
            + $"{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "")}({ParametersOf(method)})",
        PropertyInfo property => DescribeProperty(property),
        FieldInfo { IsPublic: true, IsSpecialName: false } field =>
            $"public {(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}"
            + (field.IsLiteral ? $" = {ValueOf(field.GetRawConstantValue())}" : ""),
        EventInfo { AddMethod: { IsPublic: true } } @event => $"public event {NameOf(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static string? DescribeProperty(PropertyInfo property)
    {
        var getter = property.GetMethod is { } get ? AccessOf(get) : null;
        var setter = property.SetMethod is { } set ? AccessOf(set) : null;
        var access = getter == "public" || setter == "public" ? "public" : getter ?? setter;
        if (access is null)
        {
            return null;
        }

        var any = (property.GetMethod ?? property.SetMethod)!;
        var accessors = string.Concat(
            getter is null ? "" : getter == access ? "get; " : getter + " get; ",
            setter is null ? "" : setter == access ? "set; " : setter + " set; ");
        return $"{access} {ModifierOf(any)}{NameOf(property.PropertyType)} {property.Name} {{ {accessors}}}";
    }

    private static string? AccessOf(MethodBase method) =>
        method.IsPublic ? "public" : method.IsFamily || method.IsFamilyOrAssembly ? "protected" : null;

    private static string ModifierOf(MethodInfo method) =>
        method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string ParametersOf(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), inherit: false);
        return string.Join(", ", method.GetParameters().Select((parameter, i) =>
            (isExtension && i == 0 ? "this " : "") + (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")
            + $"{NameOf(parameter.ParameterType)} {parameter.Name}" + (parameter.HasDefaultValue ? $" = {ValueOf(parameter.DefaultValue)}" : "")));
    }

    private static string ValueOf(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string NameOf(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return NameOf(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        return type switch
        {
            { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>",
            _ when type == typeof(void) => "void",
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "long",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(double) => "double",
            _ when type == typeof(string) => "string",
            _ when type == typeof(object) => "object",
            _ => type.Name,
        };
    }
}

/// <summary>Something for the list to show.</summary>
public abstract class ApiSample : IDisposable
{
    private int _hiddenField;

    protected ApiSample(int number = 3, string text = "a") => _hiddenField = number + text.Length;

    private protected ApiSample(bool hidden) => HiddenCount = hidden ? _hiddenField : 0;

    public int Count { get; protected set; }

    internal int HiddenCount { get; private set; }

    public static bool Try<T>(T value, out List<T> values)
    {
        values = [value];
        return true;
    }

    public abstract void Dispose();

    private void Hidden() => _hiddenField++;
}
