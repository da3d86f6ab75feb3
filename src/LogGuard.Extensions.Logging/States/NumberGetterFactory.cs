using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Reads a number from a field of a boxed struct state; the indexer of the state would box it. Readers are created on the
/// detector's thread on first use. Without dynamic code, the values are boxed there.
/// </summary>
internal static class NumberGetterFactory
{
    /// <summary>Creates a reader of one value; null if the indexer of the state must be used.</summary>
    /// <param name="state">The type of the state, from the framework or its source generator.</param>
    /// <param name="index">The index of the value.</param>
    /// <param name="name">The name of the value.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that is not there any more leads to the state's own indexer.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method asks nothing of its type argument.")]
    public static Func<object, double>? TryMake(Type state, int index, string name)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        // The framework numbers its fields. The generator names them after the parameters, with possibly different case.
        var fields = state.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        var field = fields.FirstOrDefault(field => field.Name == $"_value{index}" && state.IsGenericType)
            ?? fields.FirstOrDefault(field => string.Equals(field.Name, "_" + name, StringComparison.OrdinalIgnoreCase));
        if (field is null || !field.FieldType.IsValueType)
        {
            return null;
        }

        var method = new DynamicMethod("LogGuard.ReadNumber", typeof(double), [typeof(object)], typeof(NumberGetterFactory).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Unbox, state);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Call, typeof(LogValue).GetMethod(nameof(LogValue.ToNumber), 1, [Type.MakeGenericMethodParameter(0)])!.MakeGenericMethod(field.FieldType));
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, double>>();
    }
}
