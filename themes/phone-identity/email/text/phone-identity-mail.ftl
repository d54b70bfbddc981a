<#ftl output_format="plainText">
${body}