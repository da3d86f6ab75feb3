using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace LogGuard.Testing.Templates;

/// <summary>Reads signatures and attributes as far as templates need them: which types are strings, and which is void.</summary>
internal sealed class SignatureTypes : ISignatureTypeProvider<SignatureType, object?>, ICustomAttributeTypeProvider<SignatureType>
{
    public static SignatureTypes Instance { get; } = new();

    public SignatureType GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.String => SignatureType.String,
        PrimitiveTypeCode.Void => SignatureType.Void,
        _ => SignatureType.Other,
    };

    public SignatureType GetArrayType(SignatureType elementType, ArrayShape shape) => SignatureType.Other;

    public SignatureType GetByReferenceType(SignatureType elementType) => SignatureType.Other;

    public SignatureType GetFunctionPointerType(MethodSignature<SignatureType> signature) => SignatureType.Other;

    public SignatureType GetGenericInstantiation(SignatureType genericType, ImmutableArray<SignatureType> typeArguments) => SignatureType.Other;

    public SignatureType GetGenericMethodParameter(object? genericContext, int index) => SignatureType.Other;

    public SignatureType GetGenericTypeParameter(object? genericContext, int index) => SignatureType.Other;

    public SignatureType GetModifiedType(SignatureType modifier, SignatureType unmodifiedType, bool isRequired) => unmodifiedType;

    public SignatureType GetPinnedType(SignatureType elementType) => elementType;

    public SignatureType GetPointerType(SignatureType elementType) => SignatureType.Other;

    public SignatureType GetSZArrayType(SignatureType elementType) => SignatureType.Other;

    public SignatureType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => SignatureType.Other;

    public SignatureType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => SignatureType.Other;

    public SignatureType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => SignatureType.Other;

    public SignatureType GetSystemType() => SignatureType.Other;

    public SignatureType GetTypeFromSerializedName(string name) => SignatureType.Other;

    // LogLevel, the only one in the attribute.
    public PrimitiveTypeCode GetUnderlyingEnumType(SignatureType type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(SignatureType type) => false;
}
