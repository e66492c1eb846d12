using System.Formats.Asn1;

namespace Staple32.Asn1;

/// <summary>
/// Reads DER values one after the other out of a block of memory and hands out views, not copies. A value type: copying it
/// copies the position.
/// </summary>
/// <remarks>
/// Every method throws <see cref="AsnContentException"/> if what follows is not what was asked for, or not DER
/// (X.690 10 and 11: definite and shortest lengths, minimal integers, primitive strings).
/// </remarks>
internal struct DerReader
{
    private ReadOnlyMemory<byte> _rest;

    public DerReader(ReadOnlyMemory<byte> encoded) => _rest = encoded;

    /// <summary>The tag of constructed context-specific values, as EXPLICIT and IMPLICIT SEQUENCE both use it.</summary>
    public static Asn1Tag Context(int number, bool constructed = true) => new(TagClass.ContextSpecific, number, constructed);

    public readonly bool HasData => !_rest.IsEmpty;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlyMemory<byte> Rest => _rest;

    /// <summary>Whether a value of this tag is next; false at the end.</summary>
    public readonly bool NextIs(Asn1Tag tag) => HasData && Asn1Tag.Decode(_rest.Span, out _) == tag;

    public readonly Asn1Tag PeekTag() => Asn1Tag.Decode(_rest.Span, out _);

    /// <exception cref="AsnContentException">Something is left.</exception>
    public readonly void ExpectEnd()
    {
        if (HasData)
            throw new AsnContentException("unexpected data after the last value");
    }

    /// <summary>The next value, whatever it is, with its tag and length.</summary>
    public ReadOnlyMemory<byte> ReadEncoded()
    {
        AsnDecoder.ReadEncodedValue(_rest.Span, AsnEncodingRules.DER, out _, out _, out int consumed);
        return Take(0, consumed, consumed);
    }

    /// <summary>The contents octets of the next value, whatever it is.</summary>
    public ReadOnlyMemory<byte> ReadContents(out Asn1Tag tag)
    {
        tag = AsnDecoder.ReadEncodedValue(_rest.Span, AsnEncodingRules.DER, out int offset, out int length, out int consumed);
        return Take(offset, length, consumed);
    }

    /// <summary>A SEQUENCE with its tag and length: what was signed, or what is compared as a whole.</summary>
    public ReadOnlyMemory<byte> ReadEncodedSequence()
    {
        AsnDecoder.ReadSequence(_rest.Span, AsnEncodingRules.DER, out _, out _, out int consumed);
        return Take(0, consumed, consumed);
    }

    /// <summary>The inside of a SEQUENCE, or of an EXPLICIT tag.</summary>
    public DerReader ReadSequence(Asn1Tag? tag = null)
    {
        AsnDecoder.ReadSequence(_rest.Span, AsnEncodingRules.DER, out int offset, out int length, out int consumed, tag);
        return new DerReader(Take(offset, length, consumed));
    }

    /// <summary>The inside of a SET OF. Its order is not checked: comparisons of names do not depend on it.</summary>
    public DerReader ReadSetOf()
    {
        AsnDecoder.ReadSetOf(
            _rest.Span, AsnEncodingRules.DER, out int offset, out int length, out int consumed, skipSortOrderValidation: true);
        return new DerReader(Take(offset, length, consumed));
    }

    /// <summary>The contents octets of an INTEGER: big-endian, two's complement, minimal.</summary>
    public ReadOnlyMemory<byte> ReadInteger(Asn1Tag? tag = null)
    {
        int length = AsnDecoder.ReadIntegerBytes(_rest.Span, AsnEncodingRules.DER, out int consumed, tag).Length;
        return Take(consumed - length, length, consumed);
    }

    public int ReadInt32()
    {
        if (!AsnDecoder.TryReadInt32(_rest.Span, AsnEncodingRules.DER, out int value, out int consumed))
            throw new AsnContentException("integer out of range");
        Skip(consumed);
        return value;
    }

    /// <summary>An ENUMERATED. Values that do not fit an int are refused.</summary>
    public int ReadEnumerated()
    {
        ReadOnlySpan<byte> contents = AsnDecoder.ReadEnumeratedBytes(_rest.Span, AsnEncodingRules.DER, out int consumed);
        if (contents.Length > sizeof(int))
            throw new AsnContentException("enumerated value out of range");
        int value = unchecked((sbyte)contents[0]);
        foreach (byte octet in contents[1..])
            value = (value << 8) | octet;
        Skip(consumed);
        return value;
    }

    public bool ReadBoolean(Asn1Tag? tag = null)
    {
        bool value = AsnDecoder.ReadBoolean(_rest.Span, AsnEncodingRules.DER, out int consumed, tag);
        Skip(consumed);
        return value;
    }

    public void ReadNull(Asn1Tag? tag = null)
    {
        AsnDecoder.ReadNull(_rest.Span, AsnEncodingRules.DER, out int consumed, tag);
        Skip(consumed);
    }

    /// <summary>An OBJECT IDENTIFIER in dotted form.</summary>
    public string ReadOid()
    {
        if (RecentOids.Find(_rest.Span, out int length) is { } known)
        {
            Skip(length);
            return known;
        }

        string oid = AsnDecoder.ReadObjectIdentifier(_rest.Span, AsnEncodingRules.DER, out int consumed);
        RecentOids.Remember(_rest.Span[..consumed], oid);
        Skip(consumed);
        return oid;
    }

    public ReadOnlyMemory<byte> ReadOctetString(Asn1Tag? tag = null)
    {
        if (!AsnDecoder.TryReadPrimitiveOctetString(_rest.Span, AsnEncodingRules.DER, out ReadOnlySpan<byte> value, out int consumed, tag))
            throw new AsnContentException("octet string is not primitive");
        return Take(consumed - value.Length, value.Length, consumed);
    }

    /// <summary>The octets of a BIT STRING, without the leading count of unused bits.</summary>
    public ReadOnlyMemory<byte> ReadBitString(out int unusedBits, Asn1Tag? tag = null)
    {
        if (!AsnDecoder.TryReadPrimitiveBitString(
                _rest.Span, AsnEncodingRules.DER, out unusedBits, out ReadOnlySpan<byte> value, out int consumed, tag))
        {
            throw new AsnContentException("bit string is not primitive");
        }
        return Take(consumed - value.Length, value.Length, consumed);
    }

    public string ReadIa5String(Asn1Tag? tag = null)
    {
        string text = AsnDecoder.ReadCharacterString(
            _rest.Span, AsnEncodingRules.DER, UniversalTagNumber.IA5String, out int consumed, tag);
        Skip(consumed);
        return text;
    }

    /// <summary>A GeneralizedTime as RFC 5280 4.1.2.5.2 profiles it: UTC, whole seconds, YYYYMMDDHHMMSSZ.</summary>
    public DateTimeOffset ReadGeneralizedTime()
    {
        DateTimeOffset value = AsnDecoder.ReadGeneralizedTime(_rest.Span, AsnEncodingRules.DER, out int consumed);
        if (value.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new AsnContentException("a time has a fraction of a second");
        Skip(consumed);
        return value;
    }

    /// <summary>The CHOICE Time of RFC 5280 4.1.2.5: UTCTime up to 2049, GeneralizedTime beyond (or before).</summary>
    public DateTimeOffset ReadTime()
    {
        if (PeekTag() == Asn1Tag.GeneralizedTime)
            return ReadGeneralizedTime();
        DateTimeOffset value = AsnDecoder.ReadUtcTime(_rest.Span, AsnEncodingRules.DER, out int consumed, twoDigitYearMax: 2049);
        Skip(consumed);
        return value;
    }

    private ReadOnlyMemory<byte> Take(int offset, int length, int consumed)
    {
        ReadOnlyMemory<byte> part = _rest.Slice(offset, length);
        Skip(consumed);
        return part;
    }

    private void Skip(int consumed) => _rest = _rest[consumed..];
}
