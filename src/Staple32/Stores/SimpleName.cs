using System.Formats.Asn1;
using System.Text;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A Name as CERT_SIMPLE_NAME_STR writes it: the values in the order of the encoding, without the attributes' names,
/// separated by ", " (and by " + " within a multi-valued relative name). It is what a search by subject string looks in.
/// </summary>
internal static class SimpleName
{
    /// <summary>The text of an encoded Name; empty if it is not one.</summary>
    public static string Of(ReadOnlyMemory<byte> name)
    {
        var text = new StringBuilder();
        try
        {
            foreach (List<NameAttribute> relativeName in DistinguishedName.Read(name))
            {
                string separator = ", ";
                foreach (NameAttribute attribute in relativeName)
                {
                    if (text.Length > 0)
                        text.Append(separator);
                    text.Append(attribute.Text ?? "#" + Convert.ToHexString(attribute.Encoded.Span));
                    separator = " + ";
                }
            }
        }
        catch (AsnContentException)
        {
            return "";
        }

        return text.ToString();
    }
}
