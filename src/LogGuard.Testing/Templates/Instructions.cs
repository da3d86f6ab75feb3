using System.Reflection;
using System.Reflection.Emit;

namespace LogGuard.Testing.Templates;

/// <summary>The instructions by their codes.</summary>
internal static class Instructions
{
    private const int TwoBytes = 0xFE;

    private static readonly Dictionary<int, OpCode> All = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value & 0xFFFF);

    /// <summary>Reads the instruction at an offset.</summary>
    /// <returns>The instruction, and the offset of its operand.</returns>
    public static (OpCode Code, int Operand) Read(ReadOnlySpan<byte> code, int offset) => code[offset] == TwoBytes
        ? (All[(TwoBytes << 8) | code[offset + 1]], offset + 2)
        : (All[code[offset]], offset + 1);

    /// <summary>The size of an operand in bytes, without the targets of a switch.</summary>
    public static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    /// <summary>Number of values that an instruction takes from the stack; -1 if it depends on a signature.</summary>
    public static int PopCount(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Varpop => -1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref or StackBehaviour.Popref_popi_pop1 => 3,
        _ => 2,
    };

    /// <summary>Number of values that an instruction puts onto the stack; -1 if it depends on a signature.</summary>
    public static int PushCount(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => -1,
        _ => 1,
    };
}
