using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Reads a number out of a boxed struct state without boxing it, as the state's own indexer would. Made on the detector's
/// thread when a value is first wanted; where code cannot be made at run time, values are boxed there.
/// </summary>
internal static class NumberReader
{
    /// <summary>What reads one value of a type of states; null where the state has to be asked.</summary>
    /// <param name="state">The type of the states: one of the framework's, or one that its source generator made.</param>
    /// <param name="index">Which of its values.</param>
    /// <param name="name">The value's name.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that is not there any more leads to the state's own indexer.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method asks nothing of its type argument.")]
    public static Func<object, double>? TryMake(Type state, int index, string name)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        // The framework numbers its fields; the generator names them as the parameters, which may differ in case.
        var fields = state.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        var field = fields.FirstOrDefault(field => field.Name == $"_value{index}" && state.IsGenericType)
            ?? fields.FirstOrDefault(field => string.Equals(field.Name, "_" + name, StringComparison.OrdinalIgnoreCase));
        if (field is null || !field.FieldType.IsValueType)
        {
            return null;
        }

        var method = new DynamicMethod("LogGuard.ReadNumber", typeof(double), [typeof(object)], typeof(NumberReader).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Unbox, state);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Call, typeof(LogValue).GetMethod(nameof(LogValue.ToNumber), 1, [Type.MakeGenericMethodParameter(0)])!.MakeGenericMethod(field.FieldType));
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, double>>();
    }
}
