<#
.SYNOPSIS
    Makes the help that Get-Help reads, RestoreSessions.dll-Help.xml, from the Markdown files in docs/en-US.
.DESCRIPTION
    Microsoft.PowerShell.PlatyPS reads the Markdown and writes MAML. It leaves Markdown in some places, and leaves some of what it has read
    out; the rest of this puts plain paragraphs, the code of examples, default values and links where Get-Help looks for them.
    The same files make the same bytes, on every system.
.EXAMPLE
    ./build.ps1 Docs
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    # The folder to write to.
    [string] $OutputFolder = (Join-Path $PSScriptRoot 'en-US')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$maml = 'http://schemas.microsoft.com/maml/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'

# Paragraphs end at an empty line; an item of a list is one, too. A line break within means nothing.
function Get-Paragraph {
    param([string] $Text)

    foreach ($block in $Text -replace "`r" -split '\n\s*\n') {
        foreach ($paragraph in $block.Trim() -split '\n(?=- )') {
            if ($paragraph.Trim()) {
                ($paragraph -replace '\s*\n\s*', ' ').Trim()
            }
        }
    }
}

function Set-Paragraph {
    param([System.Xml.XmlElement] $Element, [string[]] $Text)

    $Element.RemoveAll()
    foreach ($paragraph in $Text) {
        $Element.AppendChild($Element.OwnerDocument.CreateElement('maml', 'para', $maml)).InnerText = $paragraph
    }
}

function Set-Example {
    param([System.Xml.XmlElement] $Element, $Example)

    if ($Example.Remarks -replace "`r" -notmatch '(?s)^(?<before>.*?)```powershell\n(?<code>.*?)\n```(?<after>.*)$') {
        throw "$($Example.Title) has no code."
    }

    # Get-Help writes the introduction in front of the code, on the same line: it is the place of a prompt.
    $parts = $Matches
    $null = $Element.RemoveChild($Element.SelectSingleNode('maml:introduction', $names))
    $Element.SelectSingleNode('dev:code', $names).InnerText = $parts.code
    Set-Paragraph $Element.SelectSingleNode('dev:remarks', $names) (@(Get-Paragraph ($parts.before + $parts.after)) + '')
}

function Set-Parameter {
    param([System.Xml.XmlElement] $Element, $Parameter)

    Set-Paragraph $Element.SelectSingleNode('maml:description', $names) (Get-Paragraph $Parameter.Description)
    if ($Parameter.DefaultValue) {
        $Element.AppendChild($Element.OwnerDocument.CreateElement('dev', 'defaultValue', $dev)).InnerText = $Parameter.DefaultValue
    }
}

function Set-Command {
    param([System.Xml.XmlElement] $Element, $Help)

    Set-Paragraph $Element.SelectSingleNode('command:details/maml:description', $names) (Get-Paragraph $Help.Synopsis)
    Set-Paragraph $Element.SelectSingleNode('maml:description', $names) (Get-Paragraph $Help.Description)
    Set-Paragraph $Element.SelectSingleNode('maml:alertSet/maml:alert', $names) (Get-Paragraph $Help.Notes)
    foreach ($description in $Element.SelectNodes('command:inputTypes/*/maml:description | command:returnValues/*/maml:description', $names)) {
        Set-Paragraph $description (Get-Paragraph $description.InnerText)
    }

    $examples = $Element.SelectNodes('command:examples/command:example', $names)
    for ($i = 0; $i -lt $examples.Count; $i++) {
        Set-Example $examples[$i] $Help.Examples[$i]
    }

    foreach ($parameter in $Element.SelectNodes('command:parameters/command:parameter', $names)) {
        $name = $parameter.SelectSingleNode('maml:name', $names).InnerText
        Set-Parameter $parameter ($Help.Parameters | Where-Object Name -eq $name)

        # The short name of the type, as the syntax has it.
        $long = $parameter.SelectSingleNode('command:parameterValue', $names)
        $short = $Element.SelectSingleNode("command:syntax//command:parameter[maml:name='$name']/command:parameterValue", $names)
        if ($long -and $short) {
            $long.InnerText = $short.InnerText
        }
    }

    # Each parameter has them below: in the syntax nobody looks for them. The type's name is in the value.
    foreach ($node in $Element.SelectNodes('command:syntax//maml:description | .//command:parameter/dev:type', $names)) {
        $null = $node.ParentNode.RemoveChild($node)
    }

    # Get-Help shows it nowhere.
    foreach ($node in $Element.SelectNodes('.//*[@variableLength]', $names)) {
        $node.RemoveAttribute('variableLength')
    }

    # PlatyPS puts the online link before the links of the file, which have it too. A name needs no file beside it.
    $links = $Element.SelectNodes('command:relatedLinks/maml:navigationLink', $names)
    $null = $links[0].ParentNode.RemoveChild($links[0])
    foreach ($uri in $Element.SelectNodes('command:relatedLinks/maml:navigationLink/maml:uri', $names)) {
        if ($uri.InnerText -notmatch '^https://') {
            $null = $uri.ParentNode.RemoveChild($uri)
        }
    }
}

if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
    throw 'Microsoft.PowerShell.PlatyPS is not installed, which reads the Markdown: Install-PSResource Microsoft.PowerShell.PlatyPS. Only who changes docs/en-US needs it.'
}

Import-Module Microsoft.PowerShell.PlatyPS

# Sorted by code point: a culture's order differs from system to system.
$files = [string[]] @(Get-ChildItem (Join-Path $PSScriptRoot 'en-US') -Filter '*-*.md').FullName
[Array]::Sort($files, [StringComparer]::Ordinal)
$helps = @(Import-MarkdownCommandHelp -Path $files -WarningAction Stop)

$folder = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
$exported = Export-MamlCommandHelp -CommandHelp $helps -OutputFolder $folder
$document = New-Object System.Xml.XmlDocument
$document.Load($exported.FullName)
Remove-Item $folder -Recurse

$names = New-Object System.Xml.XmlNamespaceManager $document.NameTable
$names.AddNamespace('maml', $maml)
$names.AddNamespace('dev', $dev)
$names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
foreach ($command in $document.DocumentElement.SelectNodes('command:command', $names)) {
    $name = $command.SelectSingleNode('command:details/command:name', $names).InnerText
    Set-Command $command ($helps | Where-Object Title -eq $name)
}

$settings = New-Object System.Xml.XmlWriterSettings
$settings.Encoding = New-Object System.Text.UTF8Encoding $false
# A line for each element, for whoever compares; an eighth of the file would be indentation.
$settings.Indent = $true
$settings.IndentChars = ''
$settings.NewLineChars = "`n"
$path = Join-Path $OutputFolder 'RestoreSessions.dll-Help.xml'
$writer = [System.Xml.XmlWriter]::Create($path, $settings)
try {
    $document.Save($writer)
    $writer.WriteWhitespace("`n")
}
finally {
    $writer.Dispose()
}

Get-Item $path
