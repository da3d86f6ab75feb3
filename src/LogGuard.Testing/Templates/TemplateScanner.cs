using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LogGuard.Testing.Templates;

/// <summary>
/// Finds the templates of one assembly: follows the texts through the stack, the locals and the static fields of each method, one
/// instruction after the other, to the calls that log.
/// </summary>
internal sealed class TemplateScanner(PEReader file, MetadataReader metadata, ISet<string> templates)
{
    // The texts that static fields were set to.
    private readonly Dictionary<int, string[]?> _fields = [];

    /// <summary>Adds the templates to the set.</summary>
    public void Scan()
    {
        foreach (var handle in metadata.CustomAttributes)
        {
            ReadAttribute(metadata.GetCustomAttribute(handle));
        }

        // The first time finds the static fields that the second reads.
        for (var time = 0; time < 2; time++)
        {
            foreach (var handle in metadata.MethodDefinitions)
            {
                var method = metadata.GetMethodDefinition(handle);
                if (method.RelativeVirtualAddress != 0)
                {
                    ScanBody(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? []);
                }
            }
        }
    }

    private void ReadAttribute(CustomAttribute attribute)
    {
        if (TypeOf(attribute.Constructor) != LogMethods.Attribute)
        {
            return;
        }

        var value = attribute.DecodeValue(SignatureTypes.Instance);
        var texts = value.FixedArguments.Select(argument => argument.Value)
            .Concat(value.NamedArguments.Where(argument => argument.Name == "Message").Select(argument => argument.Value))
            .OfType<string>();
        foreach (var text in texts)
        {
            templates.Add(text);
        }
    }

    private void ScanBody(ReadOnlySpan<byte> code)
    {
        var stack = new TextStack();
        var locals = new Dictionary<int, string[]?>();
        var isReached = true;
        for (var offset = 0; offset < code.Length;)
        {
            stack.Arrive(offset, isReached);
            var (instruction, operand) = Instructions.Read(code, offset);
            var next = operand + Instructions.SizeOf(instruction.OperandType);
            var number = next - operand == 4 ? BinaryPrimitives.ReadInt32LittleEndian(code[operand..]) : 0;
            if (instruction.OperandType == OperandType.InlineSwitch)
            {
                next += 4 * number;
            }

            Execute(instruction, number, code[operand..next], stack, locals);
            switch (instruction.OperandType)
            {
                case OperandType.InlineBrTarget:
                    stack.Branch(next + number);
                    break;
                case OperandType.ShortInlineBrTarget:
                    stack.Branch(next + (sbyte)code[operand]);
                    break;
                case OperandType.InlineSwitch:
                    for (var target = operand + 4; target < next; target += 4)
                    {
                        stack.Branch(next + BinaryPrimitives.ReadInt32LittleEndian(code[target..]));
                    }

                    break;
            }

            isReached = instruction.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
            offset = next;
        }
    }

    private void Execute(OpCode instruction, int number, ReadOnlySpan<byte> operand, TextStack stack, Dictionary<int, string[]?> locals)
    {
        if (instruction == OpCodes.Ldstr)
        {
            stack.Push([metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(number))]);
        }
        else if (instruction == OpCodes.Dup)
        {
            var top = stack.Pop();
            stack.Push(top);
            stack.Push(top);
        }
        else if (LocalOf(instruction, operand) is { } local)
        {
            if (instruction.Name!.StartsWith("st", StringComparison.Ordinal))
            {
                locals[local] = TextStack.Join(locals.GetValueOrDefault(local), stack.Pop());
            }
            else
            {
                stack.Push(locals.GetValueOrDefault(local));
            }
        }
        else if (instruction == OpCodes.Stsfld)
        {
            _fields[number] = TextStack.Join(_fields.GetValueOrDefault(number), stack.Pop());
        }
        else if (instruction == OpCodes.Ldsfld)
        {
            stack.Push(_fields.GetValueOrDefault(number));
        }
        else if (instruction == OpCodes.Call || instruction == OpCodes.Callvirt || instruction == OpCodes.Newobj)
        {
            Call(MetadataTokens.EntityHandle(number), instruction == OpCodes.Newobj, stack);
        }
        else if (instruction == OpCodes.Calli)
        {
            var signature = metadata.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle(number)).DecodeMethodSignature(SignatureTypes.Instance, null);
            stack.Pop();
            Take(signature, signature.Header.IsInstance, stack);
        }
        else if (instruction.FlowControl is FlowControl.Return or FlowControl.Throw || instruction == OpCodes.Leave || instruction == OpCodes.Leave_S)
        {
            stack.Clear();
        }
        else
        {
            for (var i = Instructions.PopCount(instruction.StackBehaviourPop); i > 0; i--)
            {
                stack.Pop();
            }

            for (var i = Instructions.PushCount(instruction.StackBehaviourPush); i > 0; i--)
            {
                stack.Push(null);
            }
        }
    }

    private void Call(EntityHandle method, bool isNew, TextStack stack)
    {
        var generic = method.Kind == HandleKind.MethodSpecification ? metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method : method;
        var signature = generic.Kind == HandleKind.MethodDefinition
            ? metadata.GetMethodDefinition((MethodDefinitionHandle)generic).DecodeSignature(SignatureTypes.Instance, null)
            : metadata.GetMemberReference((MemberReferenceHandle)generic).DecodeMethodSignature(SignatureTypes.Instance, null);
        var arguments = Take(signature, signature.Header.IsInstance && !isNew, stack);
        if (isNew)
        {
            stack.Push(null);
            return;
        }

        var first = signature.ParameterTypes.IndexOf(SignatureType.String);
        if (first >= 0 && TypeOf(generic) is { } type && LogMethods.IsOne(type, NameOf(generic)))
        {
            foreach (var text in arguments[first] ?? [])
            {
                templates.Add(text);
            }
        }
    }

    // Takes the arguments from the stack, and puts the result onto it.
    private static string[]?[] Take(MethodSignature<SignatureType> signature, bool hasInstance, TextStack stack)
    {
        var arguments = new string[]?[signature.ParameterTypes.Length];
        for (var i = arguments.Length - 1; i >= 0; i--)
        {
            arguments[i] = stack.Pop();
        }

        if (hasInstance)
        {
            stack.Pop();
        }

        if (signature.ReturnType != SignatureType.Void)
        {
            stack.Push(null);
        }

        return arguments;
    }

    private static int? LocalOf(OpCode instruction, ReadOnlySpan<byte> operand) => instruction.Name switch
    {
        "stloc.s" or "ldloc.s" => operand[0],
        "stloc" or "ldloc" => BinaryPrimitives.ReadUInt16LittleEndian(operand),
        ['s' or 'l', 't' or 'd', 'l', 'o', 'c', '.', var digit and >= '0' and <= '3'] => digit - '0',
        _ => null,
    };

    private string NameOf(EntityHandle method) => metadata.GetString(method.Kind == HandleKind.MethodDefinition
        ? metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name
        : metadata.GetMemberReference((MemberReferenceHandle)method).Name);

    // The full name of the type that declares a method; null for a type of this assembly or one that is generic.
    private string? TypeOf(EntityHandle method)
    {
        if (method.Kind != HandleKind.MemberReference || metadata.GetMemberReference((MemberReferenceHandle)method).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return null;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
