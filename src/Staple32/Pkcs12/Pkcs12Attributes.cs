using System.Formats.Asn1;
using Staple32.Stores;

namespace Staple32.Pkcs12;

/// <summary>The attributes of a bag (RFC 7292 section 4.2): its friendly name becomes CERT_FRIENDLY_NAME_PROP_ID.</summary>
internal static class Pkcs12Attributes
{
    private const string FriendlyName = "1.2.840.113549.1.9.20";

    /// <summary>Sets the properties that a bag's attributes, if there are any, give to the element in it.</summary>
    public static StoredElement Name(StoredElement element, AsnReader bag)
    {
        if (!bag.HasData)
            return element;
        AsnReader attributes = bag.ReadSetOf(skipSortOrderValidation: true);
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            string type = attribute.ReadObjectIdentifier();
            AsnReader values = attribute.ReadSetOf(skipSortOrderValidation: true);
            if (type == FriendlyName && values.HasData)
                element.Properties.SetText(PropertyIds.FriendlyName, values.ReadCharacterString(UniversalTagNumber.BMPString));
        }

        return element;
    }
}
